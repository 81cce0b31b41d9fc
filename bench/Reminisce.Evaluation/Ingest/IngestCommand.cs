using System.CommandLine;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The suite that prices a day.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder with images/, and captions.tsv or screenshots.tsv for the notes.", Required = true };
        var pack = new Option<string>("--pack") { Description = "Folder of the model pack.", DefaultValueFactory = _ => "models/reminisce-mini" };
        var items = new Option<int>("--items") { Description = "The most items of the day.", DefaultValueFactory = _ => 1000 };
        var noThumbnails = new Option<bool>("--no-thumbnails") { Description = "Make no small copies of pictures, whose decoding counts as overhead." };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("ingest", "The cost of a day: items/s, processor time, bytes and peak memory, beside encoding all of it to full depth.") { data, pack, items, noThumbnails, json };
        command.SetAction((result, cancellationToken) => SuiteRun.InFolderAsync("ingest", result.GetValue(json), async folder =>
        {
            var day = IngestDay.Read(result.GetRequiredValue(data), result.GetValue(items));
            using var encoder = EarlyExitEncoder.Open(result.GetRequiredValue(pack));
            Console.WriteLine($"ingest with {encoder.Name} ({encoder.Fingerprint}): {day.Count} items, the same batches in turns for both; nothing is drawn.");
            return await new IngestSuite(encoder, folder, new Progress(), result.GetValue(noThumbnails) ? 0 : null).RunAsync(day, cancellationToken);
        }));
        return command;
    }
}
