using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Text;

/// <summary>Random directions that tell pieces apart: the mean of a text's signatures says which words it has.</summary>
internal static class PieceSignatures
{
    /// <summary>Draws a signature for every piece, as long as the square of its inverse document frequency, at most 1 on a channel's average.</summary>
    /// <remarks>The square keeps the words of every sentence, of which questions are full, from drowning the few that matter.</remarks>
    /// <param name="texts">Ids of each text's pieces.</param>
    /// <param name="pieces">Size of the vocabulary.</param>
    /// <param name="special">Leading pieces without a signature: padding and marks.</param>
    /// <param name="channels">Length of a signature.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <returns>Pieces x channels.</returns>
    public static float[] Draw(IEnumerable<int[]> texts, int pieces, int special, int channels, int seed)
    {
        var found = new int[pieces];
        var count = 0;
        foreach (var text in texts)
        {
            count++;
            foreach (var piece in text.Distinct())
            {
                found[piece]++;
            }
        }

        var signatures = Matrix.Gaussian(pieces, channels, new Random(seed));
        for (var piece = 0; piece < pieces; piece++)
        {
            var rarity = piece < special ? 0 : Math.Log((count + 1.0) / (found[piece] + 1)) / Math.Log(count + 1.0);
            TensorPrimitives.Multiply(signatures.Row(piece), (float)(rarity * rarity), signatures.Row(piece));
        }

        return signatures.Data;
    }
}
