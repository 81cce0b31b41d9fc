using System.CommandLine;
using System.Text.Json.Nodes;
using Reminisce.Encoders;
using Reminisce.Training;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Pairing;

namespace Reminisce.Evaluation;

/// <summary>What heads and healing are worth at every exit, from states that are computed once per tower and kept.</summary>
/// <remarks>For packs whose heads <c>model pair</c> or <c>model heal</c> made. Accuracy only: the codec's loss and speed are those of the suite <c>exits</c>.</remarks>
internal static class ExitTable
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder with captions.tsv and images.", Required = true };
        var split = new Option<string>("--split") { Description = "Split to report.", DefaultValueFactory = _ => "dev" };
        var pack = new Option<string>("--pack") { Description = "Folder of the pack, healed or not.", Required = true };
        var before = new Option<string?>("--before") { Description = "Folder of the pack before healing." };
        var work = new Option<string>("--work") { Description = "Folder that keeps what towers compute.", Required = true };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("healing", "Accuracy of every exit: with the head of the full depth, with heads of its own, and healed.") { data, split, pack, before, work, json };
        command.SetAction(async (given, cancellationToken) =>
        {
            var images = CaptionData.Read(given.GetRequiredValue(data), given.GetValue(split)!);
            var healed = given.GetValue(before) is null ? null : ModelPack.Open(given.GetRequiredValue(pack));
            var unhealed = ModelPack.Open(given.GetValue(before) ?? given.GetRequiredValue(pack));
            var report = Run(unhealed, healed, images, given.GetValue(split)!, given.GetRequiredValue(work), cancellationToken);
            Console.WriteLine(report.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
            if (given.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Run(ModelPack unhealed, ModelPack? healed, IReadOnlyList<CaptionedImage> images, string split, string work, CancellationToken cancellationToken)
    {
        int[] targets = [.. images.SelectMany((image, i) => image.Captions.Select(_ => i))];
        string[] captions = [.. images.SelectMany(i => i.Captions)];
        var (tower, taps, queries) = See(unhealed, images, captions, split, work, cancellationToken);
        var full = ExitHead.TryRead(unhealed.ReadFile(tower.Exits[^1].Head), taps[^1]) ?? throw new InvalidDataException("The pack's heads are of another kind; use the suite exits.");
        var after = healed is null ? default : See(healed, images, captions, split, work, cancellationToken);
        var rows = new JsonArray();
        var last = new List<Matrix>();
        for (var i = 0; i < tower.Exits.Count; i++)
        {
            var own = ExitHead.TryRead(unhealed.ReadFile(tower.Exits[i].Head), taps[i])!.Embed(taps[i]);
            var ranks = PairTraining.Ranks(queries[i], own, targets);
            last.Add(healed is null ? own : ExitHead.TryRead(healed.ReadFile(after.Tower.Exits[i].Head), after.Taps[i])!.Embed(after.Taps[i]));
            var healedRanks = healed is null ? null : PairTraining.Ranks(after.Queries[i], last[i], targets);
            rows.Add(new JsonObject
            {
                ["exit"] = $"{tower.Name}_exit_{tower.Exits[i].Layer:00}",
                ["depth"] = tower.Exits[i].Layer,
                ["unhealed_r10"] = Ranking.At(PairTraining.Ranks(queries[^1], full.Embed(taps[i]), targets), 10),
                ["heads_r1"] = Ranking.At(ranks, 1),
                ["heads_r10"] = Ranking.At(ranks, 10),
                ["healed_r1"] = healedRanks is null ? null : Ranking.At(healedRanks, 1),
                ["healed_r10"] = healedRanks is null ? null : Ranking.At(healedRanks, 10),
            });
        }

        var pack = healed ?? unhealed;
        var predicts = pack.Manifest.Towers.First(t => t.Name == tower.Name);
        return new JsonObject
        {
            ["items"] = images.Count,
            ["queries"] = targets.Length,
            ["exits"] = rows,
            ["predictor"] = predicts.Predictor is null ? null : PredictorTable.Run(pack, predicts, last, healed is null ? queries : after.Queries, targets),
        };
    }

    private static (PackTower Tower, IReadOnlyList<Matrix> Taps, IReadOnlyList<Matrix> Queries) See(
        ModelPack pack, IReadOnlyList<CaptionedImage> images, string[] captions, string split, string work, CancellationToken cancellationToken)
    {
        var tower = pack.Manifest.Towers.First(t => t.Modality == PackModality.Image);
        var taps = TapCache.Get(pack, tower.Name, $"{split} {images.Count}", () => PackHealer.Contents(images), work, 1, null, cancellationToken);
        return (tower, taps, QueryTaps.Run(pack, tower.Name, captions, 1, cancellationToken));
    }
}
