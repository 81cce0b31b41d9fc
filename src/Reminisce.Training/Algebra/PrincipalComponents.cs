namespace Reminisce.Training.Algebra;

/// <summary>Principal directions of the rows of a matrix, most variance first.</summary>
/// <param name="Mean">Mean row.</param>
/// <param name="Directions">Features x directions, orthonormal columns.</param>
/// <param name="Variances">Variance along each direction, descending.</param>
internal sealed record PrincipalComponents(float[] Mean, Matrix Directions, double[] Variances)
{
    public static PrincipalComponents Fit(Matrix rows, int dimensions)
    {
        var mean = Moments.Mean(rows);
        var gram = Products.Gram(Moments.Center(rows, mean));
        System.Numerics.Tensors.TensorPrimitives.Multiply(gram.Data, 1f / Math.Max(1, rows.Rows), gram.Data);
        var (values, vectors) = SymmetricEigen.Decompose(gram);
        var kept = Math.Min(dimensions, values.Length);
        return new PrincipalComponents(mean, vectors.SelectColumns(0, kept), values[..kept]);
    }
}
