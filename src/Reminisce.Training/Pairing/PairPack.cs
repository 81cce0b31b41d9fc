using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Pairing;

/// <summary>Writes a pack whose items were paired with words.</summary>
/// <param name="pack">The pack that was paired; it is only read.</param>
/// <param name="tower">Its tower.</param>
/// <param name="vocabulary">The text tower's pieces.</param>
/// <param name="model">What was trained.</param>
internal sealed class PairPack(ModelPack pack, PackTower tower, IReadOnlyList<string> vocabulary, PairModel model)
{
    public const double FalseAcceptRate = 0.001;

    private const string Text = PackModality.Text;
    private const int MaxTokens = 64;

    /// <summary>Writes the pack.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="fit">Features of items to fit the remaining heads on, by exit.</param>
    /// <param name="fitCaptions">Their captions.</param>
    /// <param name="heldOut">Features of items to measure on.</param>
    /// <param name="heldOutCaptions">Their captions.</param>
    /// <param name="card">Writes the model card from recall by exit.</param>
    public PackManifest Write(
        string folder, IReadOnlyList<Matrix> fit, CaptionTokens fitCaptions, IReadOnlyList<Matrix> heldOut, CaptionTokens heldOutCaptions, Func<IReadOnlyList<double>, string> card)
    {
        var writer = new PackWriter(folder);
        var replaced = tower.Exits.Select(e => e.Head).Append(tower.Predictor?.File).Append("MODEL_CARD.md").ToHashSet(StringComparer.Ordinal);
        PackCopy.Run(pack, writer, replaced.Contains);

        var images = tower.Exits.Select((e, i) => new PackExit(e.Layer, writer.Add(PackParts.FileName(tower.Name, "head", e.Layer), HeadGraphs.Build(model.Items[i], tower)))).ToArray();
        var stage = writer.Add(PackParts.FileName(Text, "stage", 1), model.TextStage());
        var textHead = writer.Add(PackParts.FileName(Text, "head", 1), model.TextHead(model.FullQuery));
        var words = writer.Add("text/vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', vocabulary) + "\n"));
        ExitHead[] byImage = [.. model.Items.SkipLast(1).Select((h, i) => model.FitTo(fit[^1], h.Embed(fit[i]))), model.Items[^1]];
        var queries = Queries(writer, byImage, heldOut, heldOutCaptions, textHead, images[^1].Head);
        var (predictor, choice) = Predictor(fit, model.Ask(fitCaptions), byImage, heldOut, model.Ask(heldOutCaptions), [.. queries.Where(q => q.Tower == Text && q.Target == tower.Name).Select(q => q.Calibration)]);
        writer.Add("MODEL_CARD.md", Encoding.UTF8.GetBytes(card(PairTraining.Recall(model, heldOut, heldOutCaptions))));
        return writer.Complete(pack.Manifest with
        {
            Description = $"{pack.Manifest.Name} with words: a text tower and heads of every exit, trained on captions; see MODEL_CARD.md.",
            Dimensions = model.Settings.Dimensions,
            FloorFalseAcceptRate = FalseAcceptRate,
            HeldOut = PackPairBuilder.HeldOut,
            Towers =
            [
                tower with { Exits = images, Predictor = new PackPredictor(writer.Add($"{tower.Name}/predictor.onnx", predictor.Build("predictor")), 0) { Choice = choice } },
                new PackTower
                {
                    Name = Text,
                    Modality = Text,
                    Layers = 1,
                    Width = model.Settings.Width,
                    MaxTokens = MaxTokens,
                    Tokenizer = new PackTokenizer("wordpiece", words, true),
                    SuperficialLayer = 1,
                    Stages = [new PackStage(0, 1, stage)],
                    Exits = [new PackExit(1, textHead)],
                },
            ],
            QueryHeads = queries,
        });
    }

    private List<PackQueryHead> Queries(
        PackWriter writer, ExitHead[] byImage, IReadOnlyList<Matrix> heldOut, CaptionTokens captions, string fullText, string fullImage)
    {
        var (rows, targets) = model.Texts(captions);
        var (first, second) = (Caption(targets, 0), Caption(targets, 1));
        var asked = rows.SelectRows(second);
        var heads = new List<PackQueryHead>();
        Matrix[] items = [.. model.Items.Select((h, i) => h.Embed(heldOut[i]))];
        var byText = Calibration.MeasureExits([.. model.Queries.Select(q => q.Embed(asked))], items, FalseAcceptRate);
        var byItem = Calibration.MeasureExits([.. byImage.Select(h => h.Embed(heldOut[^1]))], items, FalseAcceptRate);
        for (var i = 0; i < tower.Exits.Count; i++)
        {
            var layer = tower.Exits[i].Layer;
            var isFull = i == tower.Exits.Count - 1;
            var textFile = isFull ? fullText : writer.Add(PackParts.FileName(Text, $"query_{tower.Name}", layer), model.TextHead(model.Queries[i]));
            heads.Add(new PackQueryHead(Text, tower.Name, layer, textFile, byText[i]));

            var imageFile = isFull ? fullImage : writer.Add(PackParts.FileName(tower.Name, $"query_{tower.Name}", layer), HeadGraphs.Build(byImage[i], tower));
            heads.Add(new PackQueryHead(tower.Name, tower.Name, layer, imageFile, byItem[i]));
        }

        // At full depth a text stands where its item should.
        var texts = model.FullQuery.Embed(rows.SelectRows(first));
        heads.Add(new PackQueryHead(Text, Text, 1, fullText, Calibration.Measure(model.FullQuery.Embed(asked), texts, FalseAcceptRate)));
        heads.Add(new PackQueryHead(tower.Name, Text, 1, fullImage, Calibration.Measure(model.Items[^1].Embed(heldOut[^1]), texts, FalseAcceptRate)));
        return heads;
    }

    private (PredictorModel Model, PackExitChoice Choice) Predictor(
        IReadOnlyList<Matrix> fit, RiskPredictor.Asked fitAsked, ExitHead[] byImage, IReadOnlyList<Matrix> heldOut, RiskPredictor.Asked heldOutAsked, IReadOnlyList<PackCalibration> calibrations)
    {
        var layers = tower.Exits.Select(e => e.Layer).ToArray();
        var superficial = Array.IndexOf(layers, tower.SuperficialLayer);
        return RiskPredictor.Fit(Sight(fit), fitAsked, Sight(heldOut), heldOutAsked, calibrations, layers, superficial, model.Settings.Seed + 3);

        RiskPredictor.Sight Sight(IReadOnlyList<Matrix> taps) => RiskPredictor.See(model.Items, byImage, taps, superficial);
    }

    // The row of one caption of each item.
    private static int[] Caption(int[] targets, int caption)
    {
        var starts = Enumerable.Range(0, targets.Length).Where(i => i == 0 || targets[i] != targets[i - 1]).ToArray();
        return [.. starts.Select((s, i) => Math.Min(s + caption, (i + 1 < starts.Length ? starts[i + 1] : targets.Length) - 1))];
    }
}
