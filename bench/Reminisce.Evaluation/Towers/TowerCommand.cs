using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reminisce.Encoders;
using Reminisce.Training;

namespace Reminisce.Evaluation;

/// <summary>A suite over one tower of a pack, with the options that such suites share.</summary>
internal static class TowerCommand
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static Command Create(string name, string description, string defaultTower, int defaultItems, Func<TowerBench, CancellationToken, Task<JsonObject>> run, params string[] parts)
    {
        var pack = new Option<string?>("--pack") { Description = "Folder of a model pack." };
        var from = new Option<string?>("--from") { Description = "Folder of an exported encoder; it is cut into a pack first, and stands beside it uncut." };
        var data = new Option<string>("--data") { Description = "Folder with captions.tsv and images, or with sounds.tsv and wav.", Required = true };
        var tower = new Option<string>("--tower") { Description = "image or audio.", DefaultValueFactory = _ => defaultTower };
        var items = new Option<int>("--items") { Description = "Only the first items.", DefaultValueFactory = _ => defaultItems };
        var seconds = new Option<int>("--seconds") { Description = "With --from: seconds that a sound tower looks at; 0 for what the source says.", DefaultValueFactory = _ => 0 };
        var fold = new Option<int?>("--fold") { Description = "Only sounds of this fold." };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var part = new Option<string[]>("--part") { Description = $"Only these parts: {string.Join(", ", parts)}.", AllowMultipleArgumentsPerToken = true };
        part.AcceptOnlyFromAmong(parts);
        var command = new Command(name, description) { pack, from, data, tower, items, seconds, fold, json };
        if (parts.Length > 0)
        {
            command.Add(part);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(pack) is null == result.GetValue(from) is null)
            {
                result.AddError("Give --pack or --from.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var kind = result.GetValue(tower)!;
                using var source = result.GetValue(pack) is { } folder ? PackSource.Existing(folder) : PackSource.Build(result.GetValue(from)!, kind, result.GetValue(seconds), cancellationToken);
                using var bench = TowerBench.Open(source, kind, result.GetRequiredValue(data), result.GetValue(items), result.GetValue(fold), parts.Length > 0 ? result.GetValue(part) : null);
                Console.WriteLine($"{name}: {kind} tower, {bench.Tower.Description.MaxTokens} tokens x {bench.Tower.Description.Width}, {bench.Items.Count} items, {TowerBench.Options.EffectiveThreads} threads, seed 1");
                var report = await run(bench, cancellationToken);
                Console.WriteLine(report.ToJsonString(s_indented));
                if (result.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
                }

                return 0;
            }
            catch (Exception error) when (error is ArgumentException or IOException or InvalidDataException or InvalidOperationException or ModelPackException or SourceModelException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return 1;
            }
        });
        return command;
    }
}
