using Reminisce.Encoders;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Packs;
using Reminisce.Training.Quantization;

namespace Reminisce.Training.Import;

/// <summary>Makes one tower of a pack from one content input of a model.</summary>
internal sealed class TowerImport(SourceFolder folder, EncoderPackOptions options, PackWriter writer, BuildProgress progress)
{
    private const int MostExits = 6;

    /// <summary>Cuts, writes and compares the tower.</summary>
    /// <exception cref="SourceModelException">It cannot become a tower.</exception>
    public (PackTower Tower, EncoderTowerReport Report, int Dimensions) Run(string file, ModelProto model, TowerInput input)
    {
        var (files, item, tokenizer) = FrontEnd(input);
        var output = options.Output is { } asked && (options.OtherSourceFolders.Count == 0 || model.Graph.Output.Any(o => o.Name == asked)) ? asked : OutputChoice.Output(file, model.Graph, input, folder.ModelType);
        var graph = TowerGraph.Create(file, model, input, output);
        var sizing = TowerSizing.Choose(file, graph, item, tokenizer?.Form);
        progress.Report($"{input.Modality}: finding blocks", 0);
        var cut = TowerCut.Find(graph, sizing);
        progress.Report($"{input.Modality}: finding blocks", 1);

        var pooling = OutputChoice.Pooling(folder, input, options.Pooling);
        var exits = Exits(file, cut.Blocks.Depth);
        var stages = new List<(int Block, byte[] Graph)>();
        foreach (var exit in exits)
        {
            stages.Add((exit, cut.Stage(stages.Count == 0 ? 0 : stages[^1].Block, exit)));
            progress.Report($"{input.Modality}: writing stages", stages.Count / (double)exits.Count);
        }

        var head = cut.Head(pooling);
        var most = tokenizer is null ? 0 : MostTokens(file, sizing);
        var full = tokenizer is null ? item! : (IReadOnlyList<long>)[sizing.IsFixed ? sizing.Small[0] : Math.Min(most, 16)];
        progress.Report($"{input.Modality}: comparing with the uncut model", 0);
        var agreement = CutCheck.Run(cut, stages, head, pooling, full);
        progress.Report($"{input.Modality}: comparing with the uncut model", 1);

        var tokens = tokenizer is null ? agreement.Tokens : most;
        var filled = tokenizer is not null && agreement.PaddingMatters;
        var tower = Write(input.Modality, cut, stages, head, files, tokens, tokenizer is null ? null : tokenizer.Description with { PadToMax = filled });
        var pools = cut.OutputShape.Count == 3 ? pooling : PoolingKind.Automatic;
        return (tower, new EncoderTowerReport(input.Modality, file, output, pools, cut.Blocks.Depth, cut.Blocks.Width, tokens, exits, agreement.Worst, filled), cut.Dimensions);
    }

    private (IReadOnlyList<ImportedFile> Files, IReadOnlyList<long>? Item, ImportedTokenizer? Tokenizer) FrontEnd(TowerInput input)
    {
        switch (input.Modality)
        {
            case TowerInput.Text:
                var tokenizer = new TokenizerImport(folder).Read();
                return (tokenizer.Files, null, tokenizer);
            case TowerInput.Image:
                var (picture, pixels) = PictureImport.Read(folder.Preprocessor);
                return ([picture], pixels, null);
            case TowerInput.Motion:
                var (motion, window) = MotionImport.Read(folder);
                return ([motion], window, null);
            default:
                var (sound, frames) = SoundImport.Read(folder);
                return ([sound], frames, null);
        }
    }

    private PackTower Write(string name, TowerCut cut, List<(int Block, byte[] Graph)> stages, byte[] head, IReadOnlyList<ImportedFile> files, int tokens, PackTokenizer? tokenizer)
    {
        foreach (var file in files)
        {
            writer.Add(file.Path, file.Content);
        }

        // Until heads are fitted all exits share the source's own end, so one file serves them.
        var headFile = writer.Add($"{name}/head.onnx", head);
        var written = new List<PackStage>();
        foreach (var (block, graph) in stages)
        {
            var stored = options.Weights == WeightFormat.AsIs ? graph : StageQuantizer.Apply(cut.Graph.File, graph, options.Weights).Graph;
            written.Add(new PackStage(written.Count == 0 ? 0 : written[^1].ToLayer, block, writer.Add(PackParts.FileName(name, "stage", block), stored)));
        }

        return new PackTower
        {
            Name = name,
            Modality = name,
            Layers = cut.Blocks.Depth,
            Width = cut.Blocks.Width,
            MaxTokens = tokens,
            Preprocessor = tokenizer is null ? files[0].Path : null,
            Tokenizer = tokenizer,
            Weights = PackQuantizer.NameOf(options.Weights),
            SuperficialLayer = stages[0].Block,
            Stages = written,
            Exits = [.. stages.Select(s => new PackExit(s.Block, headFile))],
        };
    }

    private List<int> Exits(string file, int depth)
    {
        if (options.Exits.Count > 0)
        {
            return options.Exits.All(e => e >= 1 && e <= depth)
                ? [.. options.Exits.Append(depth).Distinct().Order()]
                : throw new SourceModelException(file, $"exits after blocks 1 to {depth}", string.Join(", ", options.Exits));
        }

        var step = (depth + MostExits - 1) / MostExits;
        return [.. Enumerable.Range(1, depth).Where(b => (depth - b) % step == 0)];
    }

    private int MostTokens(string file, TowerSizing sizing)
    {
        if (sizing.IsFixed)
        {
            return (int)sizing.Small[0];
        }

        if (options.MaxTokens > 0)
        {
            return options.MaxTokens;
        }

        // These two begin to count positions behind the number of the padding token.
        var offset = folder.ModelType is "roberta" or "xlm-roberta" or "camembert" or "mpnet" ? 2 : 0;
        int?[] limits =
        [
            new TokenizerImport(folder).MaxTokens(),
            folder.Config.Integer("max_position_embeddings") - offset,
            folder.Config.Integer("text_config", "max_position_embeddings"),
        ];
        return limits.Where(l => l >= 3).Min() ?? throw new SourceModelException(
            file, "a longest text: model_max_length in tokenizer_config.json, max_position_embeddings in config.json, or --max-tokens", "none of them");
    }
}
