using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>Peak memory of stages that stay and of stages that come and go, each in a process of its own.</summary>
internal static class MemoryMeasurement
{
    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var report = new JsonObject();
        if (ProcessMemory.PeakMegabytes is null)
        {
            return report;
        }

        foreach (var (itemsPerRun, suffix) in new[] { (0, string.Empty), (TowerBench.Batch, "_undivided") })
        {
            var resident = await MeasureAsync(bench, StageResidency.Resident, itemsPerRun, cancellationToken);
            var layerWise = await MeasureAsync(bench, StageResidency.LayerWise, itemsPerRun, cancellationToken);
            report[$"resident_peak_mb{suffix}"] = resident;
            report[$"layerwise_peak_mb{suffix}"] = layerWise;
            report[$"layerwise_memory_ratio{suffix}"] = Figures.Ratio(layerWise, resident);
        }

        return report;
    }

    private static async Task<double> MeasureAsync(TowerBench bench, StageResidency residency, int itemsPerRun, CancellationToken cancellationToken)
    {
        // This program by its own host, or by the common one when that or another program, such as a test's, runs it.
        var assembly = typeof(MemoryCommand).Assembly;
        var isOwnHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == assembly.GetName().Name;
        var start = new ProcessStartInfo(isOwnHost ? Environment.ProcessPath! : "dotnet") { RedirectStandardOutput = true };
        if (!isOwnHost)
        {
            start.ArgumentList.Add(assembly.Location);
        }

        string[] arguments =
        [
            MemoryCommand.Name, "--pack", bench.Source.Folder, "--data", bench.Data, "--tower", bench.Tower.Description.Name,
            "--residency", residency.ToString(), "--items-per-run", itemsPerRun.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The process that measures {residency} ended with exit code {process.ExitCode}.");
    }
}
