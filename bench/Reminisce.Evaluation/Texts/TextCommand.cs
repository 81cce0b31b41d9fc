using System.CommandLine;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The suite over classic document retrieval.</summary>
internal static class TextCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder in the layout of Cranfield (cran.all.1400.xml ...) or SciFact (corpus.jsonl ...).", Required = true };
        var pack = new Option<string>("--pack") { Description = "Folder of the model pack.", DefaultValueFactory = _ => "models/reminisce-mini" };
        var weight = RivalStore.VectorWeight();
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("text", "Documents of a test collection: words, vectors, both, and the product, by nDCG@10.") { data, pack, weight, json };
        command.SetAction((result, cancellationToken) => SuiteRun.InFolderAsync("text", result.GetValue(json), async folder =>
        {
            var collection = TextCollection.Read(result.GetRequiredValue(data));
            using var encoder = EarlyExitEncoder.Open(result.GetRequiredValue(pack));
            Console.WriteLine($"text with {encoder.Name} ({encoder.Fingerprint}): nothing here is chosen or fitted, so nothing is drawn.");
            return await new TextSuite(encoder, result.GetValue(weight), folder, new Progress()).RunAsync(collection, cancellationToken);
        }));
        return command;
    }
}
