using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The suite over long dialogues.</summary>
internal static class DialogueCommand
{
    /// <summary>Weights were chosen on the first so many dialogues; only the others are reported.</summary>
    private const int TunedOn = 2;

    private const int ForeignQuestions = 100;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "File of dialogues in the form of LoCoMo.", Required = true };
        var pack = new Option<string>("--pack") { Description = "Folder of the model pack.", DefaultValueFactory = _ => "models/reminisce-mini" };
        var part = new Option<string>("--part") { Description = "all; tuning for the first dialogues only, on which weights may be chosen." };
        part.AcceptOnlyFromAmong("all", "tuning");
        part.DefaultValueFactory = _ => "all";
        var timed = new Option<bool>("--timed") { Description = "Only the questions in which the product understands a time; minutes instead of an hour on a slow machine." };
        var ablation = new Option<bool>("--ablation") { Description = "Also leave out one signal at a time." };
        var seed = new Option<int>("--seed") { Description = "Which questions of other dialogues are asked to find nothing.", DefaultValueFactory = _ => 7 };
        var weight = RivalStore.VectorWeight();
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("dialogue", "Evidence turns among all turns of a dialogue: words, vectors, both, and the product.") { data, pack, part, timed, ablation, weight, seed, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var dialogues = DialogueFile.Read(result.GetRequiredValue(data));
            using var encoder = EarlyExitEncoder.Open(result.GetRequiredValue(pack));
            Console.WriteLine($"dialogue with {encoder.Name} ({encoder.Fingerprint}), seed {result.GetValue(seed)}. Weights chosen on the first {TunedOn} dialogues; reported are the others.");
            var suite = new DialogueSuite(encoder, result.GetValue(weight), result.GetValue(ablation), result.GetValue(timed), Console.Error);
            var (tuning, reported) = (dialogues.Take(TunedOn).ToArray(), dialogues.Skip(TunedOn).ToArray());
            var tuned = (await suite.RunAsync(tuning, Foreign(reported, result.GetValue(seed)), cancellationToken)).ToJson();
            JsonObject report;
            if (result.GetValue(part) == "tuning")
            {
                report = new JsonObject { ["tuned_on"] = tuned };
            }
            else
            {
                report = (await suite.RunAsync(reported, Foreign(tuning, result.GetValue(seed)), cancellationToken)).ToJson();
                report["tuned_on"] = tuned;
            }

            report["seed"] = result.GetValue(seed);
            Console.WriteLine(report.ToJsonString(s_indented));
            if (result.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static (string Text, string First, string Second)[] Foreign(IEnumerable<Dialogue> others, int seed)
    {
        var questions = others.SelectMany(d => d.Questions.Select(q => (q.Text, d.Turns[0].Speaker, d.Turns.First(t => t.Speaker != d.Turns[0].Speaker).Speaker))).Distinct().ToArray();
        new Random(seed).Shuffle(questions);
        return questions[..Math.Min(ForeignQuestions, questions.Length)];
    }
}
