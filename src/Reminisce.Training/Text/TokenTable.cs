using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Text;

/// <summary>Vectors of pieces: what a piece means, learned from the company it keeps, and a signature that tells it from all others.</summary>
/// <remarks>
/// Meaning is latent semantic analysis: the leading right singular vectors of the matrix of texts by pieces, weighted by
/// inverse frequency. The signature is a random direction, so that words unknown to the analysis still match themselves.
/// Adding up the vectors of a text's pieces gives the text's own place in the analysis.
/// </remarks>
/// <param name="Vectors">Pieces x (meaning + signature).</param>
/// <param name="Meaning">Number of leading columns that carry meaning.</param>
internal sealed record TokenTable(Matrix Vectors, int Meaning)
{
    private const int Passes = 4;
    private const int Oversampling = 32;
    private const double RareWeight = 5;
    private const float SmallestWeight = 0.02f;

    /// <summary>Fits the table.</summary>
    /// <param name="texts">Ids of each text's pieces; texts about one thing may be joined to one.</param>
    /// <param name="shares">How much each text counts.</param>
    /// <param name="pieces">Size of the vocabulary.</param>
    /// <param name="special">Leading pieces without a vector: padding and marks.</param>
    /// <param name="meaning">Columns of meaning.</param>
    /// <param name="signature">Columns of signature.</param>
    /// <param name="random">Draws the start of the analysis and the signatures.</param>
    public static TokenTable Fit(IReadOnlyList<int[]> texts, IReadOnlyList<float> shares, int pieces, int special, int meaning, int signature, Random random)
    {
        var weights = Weights(texts, shares, pieces, special);
        var right = LeadingDirections(texts, shares, weights, pieces, meaning, random);
        var signatures = Matrix.Gaussian(pieces, signature, random);
        Moments.NormalizeRows(signatures);
        var vectors = new Matrix(pieces, meaning + signature);

        // Directions have length 1 over the vocabulary; a typical word should have about length 1 in both parts.
        var scale = MathF.Sqrt(pieces / (float)meaning);
        for (var piece = special; piece < pieces; piece++)
        {
            TensorPrimitives.Multiply(right.Row(piece), weights[piece] * scale, vectors.Row(piece)[..meaning]);
            TensorPrimitives.Multiply(signatures.Row(piece), weights[piece], vectors.Row(piece)[meaning..]);
        }

        return new TokenTable(vectors, meaning);
    }

    /// <summary>Adds up the meaning of a text's pieces, scaled to length 1.</summary>
    public void Sum(int[] ids, Span<float> target)
    {
        target.Clear();
        foreach (var id in ids)
        {
            TensorPrimitives.Add(target, Vectors.Row(id)[..Meaning], target);
        }

        var norm = TensorPrimitives.Norm<float>(target);
        if (norm > 0)
        {
            TensorPrimitives.Divide(target, norm, target);
        }
    }

    // Inverse document frequency: a word of every text weighs next to nothing, a word of one text in 150 weighs 1.
    private static float[] Weights(IReadOnlyList<int[]> texts, IReadOnlyList<float> shares, int pieces, int special)
    {
        var found = new double[pieces];
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (var id in texts[i].Distinct())
            {
                found[id] += shares[i];
            }
        }

        var all = shares.Sum(s => (double)s);
        var least = shares.Min();
        return [.. found.Select((f, piece) => piece < special ? 0 : Math.Max(SmallestWeight, (float)(Math.Log(all / Math.Max(least, f)) / RareWeight)))];
    }

    // Randomised subspace iteration on the sparse matrix; it is never formed.
    private static Matrix LeadingDirections(IReadOnlyList<int[]> texts, IReadOnlyList<float> shares, float[] weights, int pieces, int count, Random random)
    {
        var basis = Matrix.Gaussian(pieces, count + Oversampling, random);
        for (var pass = 0; ; pass++)
        {
            var projected = Project(texts, shares, weights, basis);
            if (pass == Passes)
            {
                var (_, rotation) = SymmetricEigen.Decompose(Products.Gram(projected));
                return Products.Multiply(basis, rotation.SelectColumns(0, count));
            }

            basis = Orthonormalize(Spread(texts, shares, weights, projected, pieces));
        }
    }

    private static Matrix Project(IReadOnlyList<int[]> texts, IReadOnlyList<float> shares, float[] weights, Matrix basis)
    {
        var result = new Matrix(texts.Count, basis.Columns);
        Parallel.For(0, texts.Count, i =>
        {
            var row = result.Row(i);
            foreach (var id in texts[i])
            {
                TensorPrimitives.MultiplyAdd(basis.Row(id), weights[id], row, row);
            }

            TensorPrimitives.Multiply(row, shares[i] * TextScale(texts[i], weights), row);
        });
        return result;
    }

    private static Matrix Spread(IReadOnlyList<int[]> texts, IReadOnlyList<float> shares, float[] weights, Matrix projected, int pieces)
    {
        var result = new Matrix(pieces, projected.Columns);
        for (var i = 0; i < texts.Count; i++)
        {
            var scale = shares[i] * TextScale(texts[i], weights);
            foreach (var id in texts[i])
            {
                var row = result.Row(id);
                TensorPrimitives.MultiplyAdd(projected.Row(i), weights[id] * scale, row, row);
            }
        }

        return result;
    }

    private static float TextScale(int[] ids, float[] weights)
    {
        double sum = 0;
        foreach (var id in ids)
        {
            sum += weights[id] * weights[id];
        }

        return sum > 0 ? (float)(1 / Math.Sqrt(sum)) : 0;
    }

    private static Matrix Orthonormalize(Matrix x)
    {
        var (values, vectors) = SymmetricEigen.Decompose(Products.Gram(x));
        for (var j = 0; j < vectors.Columns; j++)
        {
            var scale = (float)(1 / Math.Sqrt(Math.Max(values[j], 1e-9 * values[0])));
            for (var i = 0; i < vectors.Rows; i++)
            {
                vectors[i, j] *= scale;
            }
        }

        return Products.Multiply(x, vectors);
    }
}
