using Reminisce.Training.Algebra;
using Reminisce.Training.Text;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>Fits the text tower on captions and on pairs of sentences that mean the same.</summary>
internal sealed class TextTowerFitter(MiniPackOptions options, MiniData data, BuildProgress progress)
{
    private const double SameMeaning = 0.7;
    private const double Shrink = 0.3;

    // Sentences outnumber the pictures five to one; at full weight news would crowd out what photos show.
    private const float SentenceShare = 0.35f;

    /// <summary>Texts of the fit: some captions of every image, then pairs of sentences one after the other.</summary>
    public IReadOnlyList<string> Texts { get; } =
    [
        .. data.Fit.SelectMany(i => i.Captions.Take(options.CaptionsPerImage)),
        .. data.Pairs.Where(p => p.Similarity >= SameMeaning).SelectMany(p => new[] { p.Left, p.Right }),
    ];

    /// <summary>Fits the tower; gives it with the tokens of <see cref="Texts"/> after every block.</summary>
    /// <param name="visit">Called with each layer from 0 on and the tokens there.</param>
    public TextTower Fit(Action<int, TokenSet> visit)
    {
        var captions = data.Fit.SelectMany(i => i.Captions);
        var sentences = data.Pairs.SelectMany(p => new[] { p.Left, p.Right }).ToArray();
        var vocabulary = VocabularyTrainer.Train([.. captions, .. sentences, .. data.WordSources], options.VocabularySize, 2, options.VocabularyParts);
        progress.Report("Text: vocabulary", 1);

        var tokenizer = new PieceTokenizer(vocabulary);
        int[] Pieces(string text) => tokenizer.Encode(text, 512)[1..^1];
        int[][] analysed = [.. data.Fit.Select(i => i.Captions.SelectMany(Pieces).ToArray()), .. sentences.Distinct(StringComparer.Ordinal).Select(Pieces)];
        float[] shares = [.. analysed.Select((_, i) => i < data.Fit.Count ? 1 : SentenceShare)];
        var table = TokenTable.Fit(analysed, shares, vocabulary.Count, VocabularyTrainer.Special.Length, options.Meaning, options.Signature, new Random(options.Seed));
        progress.Report("Text: meanings of words", 1);

        var shape = options.TextShape;
        var tower = new TextTower(vocabulary, table, shape, []);
        var tokens = tower.Embed(Texts, options.FitTokens);
        var targets = Targets(tower);
        var fitter = new BlockFitter(shape, new Random(options.Seed + 1));
        visit(0, tokens);
        for (var layer = 0; layer < shape.Blocks; layer++)
        {
            var block = fitter.Fit(tokens, targets, layer, PositionBias.ForSequence(shape.Tokens), Shrink);
            tokens = fitter.Apply(block, tokens);
            tower = tower with { Blocks = [.. tower.Blocks, block] };
            visit(layer + 1, tokens);
            progress.Report("Text: blocks", (layer + 1.0) / shape.Blocks);
        }

        return tower;
    }

    // What the other captions of the same image, or the other sentence of a pair, say.
    private Matrix Targets(TextTower tower)
    {
        var result = new Matrix(Texts.Count, options.Meaning);
        var captions = data.Fit.Count * options.CaptionsPerImage;
        for (var i = 0; i < Texts.Count; i++)
        {
            IEnumerable<string> others = i < captions
                ? data.Fit[i / options.CaptionsPerImage].Captions.Where((_, c) => c != i % options.CaptionsPerImage)
                : [Texts[((i - captions) ^ 1) + captions]];
            tower.Table.Sum([.. others.SelectMany(t => tower.Encode(t, 512))], result.Row(i));
        }

        return result;
    }
}
