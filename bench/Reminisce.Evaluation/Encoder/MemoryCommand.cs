using System.CommandLine;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>What <see cref="MemoryMeasurement"/> starts: encodes three batches to full depth and prints by how many megabytes memory rose at most.</summary>
internal static class MemoryCommand
{
    public const string Name = "encoder-memory";

    private const int Batches = 3;

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Required = true };
        var data = new Option<string>("--data") { Required = true };
        var tower = new Option<string>("--tower") { Required = true };
        var residency = new Option<StageResidency>("--residency") { Required = true };
        var itemsPerRun = new Option<int>("--items-per-run") { Required = true };
        var command = new Command(Name, "Measures memory for the suite encoder.") { pack, data, tower, residency, itemsPerRun };
        command.Hidden = true;
        command.SetAction(async (result, cancellationToken) =>
        {
            using var source = PackSource.Existing(result.GetRequiredValue(pack));
            using var bench = TowerBench.Open(source, result.GetRequiredValue(tower), result.GetRequiredValue(data), Batches * TowerBench.Batch);
            using var encoder = new EarlyExitEncoder(
                bench.Pack,
                new EarlyExitEncoderOptions
                {
                    BatchSize = TowerBench.Batch,
                    WaveSize = TowerBench.Batch,
                    ItemsPerRun = result.GetValue(itemsPerRun),
                    ThreadsPerRun = result.GetValue(itemsPerRun) == 0 ? 0 : Environment.ProcessorCount,
                    StageResidency = result.GetValue(residency),
                });

            // The runtime's own code and tables are in both modes alike.
            _ = OrtEnv.Instance();
            ProcessMemory.TryResetPeak();
            var before = ProcessMemory.ResidentMegabytes!.Value;
            var results = await encoder.EncodeAsync(bench.Items, new EncodingOptions { Policy = ExitPolicy.Full }, cancellationToken);
            if (results.FirstOrDefault(r => r.Error is not null)?.Error is { } error)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return 1;
            }

            Console.WriteLine((ProcessMemory.PeakMegabytes!.Value - before).ToString("0.0", CultureInfo.InvariantCulture));
            return 0;
        });
        return command;
    }
}
