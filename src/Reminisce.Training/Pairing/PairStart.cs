using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Text;

namespace Reminisce.Training.Pairing;

/// <summary>Where training begins, in closed form: word vectors, and for each exit an item head and a query head.</summary>
/// <param name="Table">Vectors of words.</param>
/// <param name="Items">Item heads, shallow to deep.</param>
/// <param name="Queries">Query heads in the same order.</param>
internal sealed record PairStart(TokenTable Table, IReadOnlyList<ExitHead> Items, IReadOnlyList<ExitHead> Queries)
{
    /// <summary>Fits the start on items and their captions.</summary>
    public static PairStart Fit(IReadOnlyList<Matrix> items, IReadOnlyList<IReadOnlyList<string>> texts, IReadOnlyList<string> vocabulary, PairingSettings settings)
    {
        var random = new Random(settings.Seed);
        var tokenizer = new PieceTokenizer(vocabulary);
        int[][][] pieces = [.. texts.Select(t => t.Select(c => tokenizer.Encode(c, settings.Tokens)[1..^1]).ToArray())];
        var joined = pieces.Select(p => p.SelectMany(c => c).ToArray()).ToArray();
        var table = TokenTable.Fit(joined, [.. joined.Select(_ => 1f)], vocabulary.Count, VocabularyTrainer.Special.Length, settings.Width, 0, random);

        var single = new Matrix(pieces.Sum(p => p.Length), settings.Width);
        var means = new Matrix(pieces.Length, settings.Width);
        var row = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            foreach (var caption in pieces[i])
            {
                table.Sum(caption, single.Row(row));
                TensorPrimitives.MultiplyAdd(single.Row(row), 1f / pieces[i].Length, means.Row(i), means.Row(i));
                row++;
            }
        }

        var heads = items.Select(m => HeadFitter.FitPair(m, means, single, settings.Dimensions, settings.ShrinkItems, settings.ShrinkQueries)).ToArray();
        return new PairStart(
            table,
            [.. heads.Select((h, i) => ExitHead.From(h.Item, items[i], settings.Units, random))],
            [.. heads.Select(h => ExitHead.From(h.Query, single, settings.Units, random))]);
    }
}
