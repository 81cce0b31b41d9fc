using System.CommandLine;
using System.Text.Json;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The suite that prices forgetting.</summary>
internal static class ForgettingCommand
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder with screenshots/ and dialogues/, or a file of dialogues.", Required = true };
        var pack = new Option<string>("--pack") { Description = "Folder of the model pack.", DefaultValueFactory = _ => "models/reminisce-mini" };
        var budget = new Option<double>("--budget") { Description = "Share of the bytes to free.", DefaultValueFactory = _ => 0.5 };
        var curve = new Option<bool>("--curve") { Description = "Also free 10, 30, 50, 70 and 90 %." };
        var screens = new Option<int>("--screens") { Description = "Screenshots to use, in the order of the file.", DefaultValueFactory = _ => 100 };
        var dialogues = new Option<int>("--dialogues") { Description = "Dialogues to use, in the order of the file.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Draws changes, repetitions, pins and uses.", DefaultValueFactory = _ => 7 };
        var rows = new Option<int>("--sweep-rows") { Description = "Instead: sweep a synthetic store of so many notes and time recall meanwhile." };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("forgetting", "A life log before and after a sweep, beside deleting as many bytes at random, oldest first, and by decay.") { data, pack, budget, curve, screens, dialogues, seed, rows, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var encoder = EarlyExitEncoder.Open(result.GetRequiredValue(pack));
            var folder = Directory.CreateTempSubdirectory("reminisce-forgetting-");
            try
            {
                Console.WriteLine($"forgetting with {encoder.Name} ({encoder.Fingerprint}), seed {result.GetValue(seed)}.");
                Console.WriteLine("Found: any member of the evidence's group, or its gist if that shows the same screen or links to the same words. Precision counts a group once.");
                var report = result.GetValue(rows) is > 0 and var count
                    ? await new SweepAtScale(encoder, folder.FullName, result.GetValue(seed), new Progress()).RunAsync(count, cancellationToken)
                    : await new ForgettingSuite(LifeLog.Build(result.GetRequiredValue(data), result.GetValue(screens), result.GetValue(dialogues), result.GetValue(seed)), encoder, folder.FullName, result.GetValue(seed), new Progress())
                        .RunAsync(result.GetValue(budget), result.GetValue(curve) ? [0.1, 0.3, 0.5, 0.7, 0.9] : [], cancellationToken);
                report["seed"] = result.GetValue(seed);
                Console.WriteLine(report.ToJsonString(s_indented));
                if (result.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
                }

                return 0;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
