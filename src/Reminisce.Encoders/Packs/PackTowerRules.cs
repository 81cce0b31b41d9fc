namespace Reminisce.Encoders;

/// <summary>The rules for one tower: names, stages without gaps, exits in order, a front end for its modality.</summary>
internal static class PackTowerRules
{
    public static void Check(PackTower? tower, PackManifest manifest)
    {
        PackRules.Require(tower is not null, "towers", "null");
        PackRules.CheckName("a tower name", tower!.Name);
        var owner = $"tower '{tower.Name}'";
        PackRules.CheckRange($"layers of {owner}", tower.Layers, PackRules.MaxLayers);
        PackRules.CheckRange($"width of {owner}", tower.Width, PackRules.MaxWidth);
        PackRules.CheckRange($"maxTokens of {owner}", tower.MaxTokens, PackRules.MaxTokens);
        PackRules.Require(
            tower.Weights is null or PackTower.Fp16Weights or PackTower.Int8Weights or PackTower.Int4Weights,
            $"the weights 'fp16', 'int8' or 'int4' for {owner}, or none named",
            $"'{PackRules.Printable(tower.Weights)}'");
        CheckFrontEnd(tower, manifest, owner);
        CheckStages(tower, manifest, owner);
        CheckExits(tower, manifest, owner);
        PackRules.Require(
            tower.Exits.Any(e => e.Layer == tower.SuperficialLayer),
            $"a superficialLayer of {owner} that is one of its exits",
            PackRules.Text(tower.SuperficialLayer));
        if (tower.Predictor is { } predictor)
        {
            PackRules.CheckListed(manifest, predictor.File, owner);
            PackRules.Require(predictor.ConfidenceFloor is >= 0 and <= 1, $"a confidenceFloor of {owner} from 0 to 1", PackRules.Text(predictor.ConfidenceFloor));
            CheckChoice(predictor.Choice, owner);
        }
    }

    private static void CheckChoice(PackExitChoice? choice, string owner)
    {
        if (choice is null)
        {
            return;
        }

        PackRules.Require(choice.Coverage is >= 0 and <= 1, $"a coverage of {owner} from 0 to 1", PackRules.Text(choice.Coverage));
        PackRules.Require(choice.Risk is >= 0 and <= 1, $"a risk of {owner} from 0 to 1", PackRules.Text(choice.Risk));
        PackRules.Require(choice.Top >= 1, $"a top of {owner} of at least 1", PackRules.Text(choice.Top));
        PackRules.Require(
            choice.Curve.All(p => p is { Coverage: >= 0 and <= 1, MeanLayer: >= 0 } && double.IsFinite(p.MeanLayer) && double.IsFinite(p.Loss) && double.IsFinite(p.FinishedLoss ?? 0)),
            $"a curve of {owner} of coverages from 0 to 1, layers and losses",
            "other numbers");
    }

    private static void CheckFrontEnd(PackTower tower, PackManifest manifest, string owner)
    {
        switch (tower.Modality)
        {
            case PackModality.Image or PackModality.Audio or PackModality.Motion:
                PackRules.Require(tower.Preprocessor is not null, $"a preprocessor for {owner}", "none");
                PackRules.CheckListed(manifest, tower.Preprocessor, owner);
                break;
            case PackModality.Text:
                PackRules.Require(tower.Tokenizer is not null, $"a tokenizer for {owner}", "none");
                CheckTokenizer(tower.Tokenizer!, manifest, owner);
                PackRules.Require(tower.MaxTokens >= 3, $"maxTokens of {owner} of at least 3", PackRules.Text(tower.MaxTokens));
                break;
            default:
                throw new ModelPackException(PackManifest.FileName, $"the modality 'image', 'text', 'audio' or 'motion' for {owner}", $"'{PackRules.Printable(tower.Modality)}'");
        }
    }

    private static void CheckTokenizer(PackTokenizer tokenizer, PackManifest manifest, string owner)
    {
        PackRules.Require(tokenizer.Type is PackTokenizer.WordPiece or PackTokenizer.Bpe or PackTokenizer.SentencePiece, $"the tokenizer type 'wordpiece', 'bpe' or 'sentencepiece' for {owner}", $"'{PackRules.Printable(tokenizer.Type)}'");
        PackRules.CheckListed(manifest, tokenizer.Vocabulary, owner);
        if (tokenizer.Type == PackTokenizer.SentencePiece)
        {
            PackRules.Require(tokenizer is { End: not null, Padding: not null }, $"the tokens end and padding of the tokenizer of {owner}", "not both");
        }

        if (tokenizer.Type == PackTokenizer.Bpe)
        {
            PackRules.Require(tokenizer.Merges is not null, $"merges of the tokenizer of {owner}", "none");
            PackRules.CheckListed(manifest, tokenizer.Merges, owner);
            PackRules.Require(
                tokenizer is { Begin: not null, End: not null, Padding: not null },
                $"the tokens begin, end and padding of the tokenizer of {owner}",
                "not all of them");
        }
    }

    private static void CheckStages(PackTower tower, PackManifest manifest, string owner)
    {
        var reached = 0;
        foreach (var stage in tower.Stages)
        {
            PackRules.Require(stage is not null, $"stages of {owner}", "null");
            PackRules.Require(stage!.FromLayer == reached, $"a stage of {owner} from layer {PackRules.Text(reached)}", $"one from layer {PackRules.Text(stage.FromLayer)}");
            PackRules.Require(
                stage.ToLayer > stage.FromLayer && stage.ToLayer <= tower.Layers,
                $"a stage of {owner} that ends between layer {PackRules.Text(reached + 1)} and {PackRules.Text(tower.Layers)}",
                $"layer {PackRules.Text(stage.ToLayer)}");
            PackRules.CheckListed(manifest, stage.File, owner);
            reached = stage.ToLayer;
        }

        PackRules.Require(reached == tower.Layers, $"stages of {owner} up to layer {PackRules.Text(tower.Layers)}", $"stages up to layer {PackRules.Text(reached)}");
    }

    private static void CheckExits(PackTower tower, PackManifest manifest, string owner)
    {
        PackRules.Require(
            tower.Exits.All(e => e is not null) && tower.Exits.Select(e => e.Layer).SequenceEqual(tower.Stages.Select(s => s.ToLayer)),
            $"one exit of {owner} at the end of each stage, shallow to deep: {string.Join(", ", tower.Stages.Select(s => PackRules.Text(s.ToLayer)))}",
            string.Join(", ", tower.Exits.Select(e => e is null ? "null" : PackRules.Text(e.Layer))));
        foreach (var exit in tower.Exits)
        {
            PackRules.CheckListed(manifest, exit.Head, owner);
        }
    }
}
