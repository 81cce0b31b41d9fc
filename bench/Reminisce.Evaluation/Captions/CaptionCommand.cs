using System.CommandLine;
using System.Text.Json.Nodes;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>A suite over captioned images, with the options that such suites share.</summary>
internal static class CaptionCommand
{
    private const string Note = "Every random choice is fixed; nothing is fitted on the split that is reported.";

    public static Command Create(string name, string description, Func<CaptionBench, Task<JsonObject>> run) => Create(name, description, (bench, _) => run(bench));

    /// <summary>Makes the command of a suite that has options of its own.</summary>
    public static Command Create(string name, string description, Func<CaptionBench, ParseResult, Task<JsonObject>> run, params Option[] more)
    {
        var data = new Option<string>("--data") { Description = "Folder with captions.tsv and images.", Required = true };
        var split = new Option<string>("--split") { Description = "Split to report.", DefaultValueFactory = _ => "dev" };
        var pack = new Option<string>("--pack") { Description = "Folder of the model pack.", Required = true };
        var shortlist = new Option<int>("--k") { Description = "Candidates that are finished per query.", DefaultValueFactory = _ => 50 };
        var limit = new Option<int>("--limit") { Description = "Only the first images of the split; 0 for all.", DefaultValueFactory = _ => 0 };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command(name, description) { data, split, pack, shortlist, limit, json };
        foreach (var option in more)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            using var encoder = TryOpen(result.GetRequiredValue(pack));
            if (encoder is null)
            {
                return 1;
            }

            Console.WriteLine($"{name} on split '{result.GetValue(split)}' with {encoder.Name} ({encoder.Fingerprint}). {Note}");
            var bench = await CaptionBench.LoadAsync(encoder, result.GetRequiredValue(data), result.GetValue(split)!, result.GetValue(limit), result.GetValue(shortlist), cancellationToken);
            var report = await run(bench, result);
            Console.WriteLine(report.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
            if (result.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static EarlyExitEncoder? TryOpen(string pack)
    {
        try
        {
            return EarlyExitEncoder.Open(pack);
        }
        catch (Exception e) when (e is ModelPackException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }
}
