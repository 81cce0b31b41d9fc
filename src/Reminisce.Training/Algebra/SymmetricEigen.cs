using System.Numerics;

namespace Reminisce.Training.Algebra;

/// <summary>Eigenvalues and eigenvectors of a real symmetric matrix, largest eigenvalue first.</summary>
/// <remarks>Householder reduction to tridiagonal form, then the implicit QL iteration, in double precision.</remarks>
internal static class SymmetricEigen
{
    private const int MaxIterations = 60;

    /// <summary>Decomposes <c>A = V diag(values) V'</c>.</summary>
    /// <param name="matrix">The symmetric matrix; only read.</param>
    /// <returns>Values in descending order and the vectors as columns of a matrix.</returns>
    public static (double[] Values, Matrix Vectors) Decompose(Matrix matrix)
    {
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"An eigenvalue decomposition needs a square matrix, but {matrix.Rows} x {matrix.Columns} was given.", nameof(matrix));
        }

        var n = matrix.Rows;
        var a = new double[n][];
        for (var i = 0; i < n; i++)
        {
            a[i] = new double[n];
            for (var j = 0; j < n; j++)
            {
                a[i][j] = 0.5 * ((double)matrix[i, j] + matrix[j, i]);
            }
        }

        var diagonal = new double[n];
        var off = new double[n];
        var q = Tridiagonalise(a, diagonal, off);
        Iterate(diagonal, off, q);

        var order = Enumerable.Range(0, n).OrderByDescending(i => diagonal[i]).ThenBy(i => i).ToArray();
        var values = Array.ConvertAll(order, i => diagonal[i]);
        var vectors = new Matrix(n, n);
        for (var column = 0; column < n; column++)
        {
            var source = q[order[column]];
            for (var row = 0; row < n; row++)
            {
                vectors[row, column] = (float)source[row];
            }
        }

        return (values, vectors);
    }

    // Reduces a to tridiagonal form; returns the transposed basis, so that row k is the k-th basis vector.
    private static double[][] Tridiagonalise(double[][] a, double[] diagonal, double[] off)
    {
        var n = a.Length;
        var reflectors = new double[n][];

        // A matrix of low rank ends in noise that shrinks with every step until its squares underflow; it is taken for zero.
        var negligible = 1e-18 * a.Max(row => row.Max(Math.Abs));
        var p = new double[n];
        for (var k = 0; k < n - 2; k++)
        {
            var v = new double[n];
            double norm = 0;
            for (var i = k + 1; i < n; i++)
            {
                v[i] = a[i][k];
                norm += v[i] * v[i];
            }

            norm = Math.Sqrt(norm);
            if (norm <= negligible)
            {
                continue;
            }

            v[k + 1] += v[k + 1] >= 0 ? norm : -norm;
            double squared = 0;
            for (var i = k + 1; i < n; i++)
            {
                squared += v[i] * v[i];
            }

            var scale = Math.Sqrt(2 / squared);
            for (var i = k + 1; i < n; i++)
            {
                v[i] *= scale;
            }

            reflectors[k] = v;
            Parallel.For(k, n, i => p[i] = Dot(a[i], v, k + 1, n));
            var half = 0.5 * Dot(p, v, k + 1, n);
            for (var i = k; i < n; i++)
            {
                p[i] -= half * v[i];
            }

            Parallel.For(k, n, i =>
            {
                var row = a[i];
                var vi = v[i];
                var pi = p[i];
                for (var j = k; j < n; j++)
                {
                    row[j] -= (vi * p[j]) + (pi * v[j]);
                }
            });
        }

        for (var i = 0; i < n; i++)
        {
            diagonal[i] = a[i][i];
            off[i] = i + 1 < n ? a[i + 1][i] : 0;
        }

        var q = new double[n][];
        for (var i = 0; i < n; i++)
        {
            q[i] = new double[n];
            q[i][i] = 1;
        }

        Parallel.For(0, n, row =>
        {
            for (var k = n - 3; k >= 0; k--)
            {
                if (reflectors[k] is { } v)
                {
                    var dot = Dot(q[row], v, k + 1, n);
                    for (var j = k + 1; j < n; j++)
                    {
                        q[row][j] -= dot * v[j];
                    }
                }
            }
        });

        return q;
    }

    private static void Iterate(double[] d, double[] e, double[][] q)
    {
        var n = d.Length;

        // Measured against the whole matrix: a matrix of low rank ends in rounding noise that never settles against itself.
        var negligible = 1e-15 * Enumerable.Range(0, n).Max(i => Math.Abs(d[i]) + Math.Abs(e[i]));
        if (!d.All(double.IsFinite) || !e.All(double.IsFinite))
        {
            throw new InvalidOperationException($"A {n} x {n} matrix with values that are not finite has no eigenvalues.");
        }

        for (var l = 0; l < n; l++)
        {
            for (var iteration = 0; ; iteration++)
            {
                var m = l;
                while (m < n - 1 && Math.Abs(e[m]) > negligible)
                {
                    m++;
                }

                if (m == l)
                {
                    break;
                }

                if (iteration == MaxIterations)
                {
                    throw new InvalidOperationException($"The eigenvalues of a {n} x {n} matrix did not converge in {MaxIterations} steps; check it for values that are not finite.");
                }

                Step(d, e, q, l, m);
            }
        }
    }

    private static void Step(double[] d, double[] e, double[][] q, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        var r = Math.Sqrt((g * g) + 1);
        g = d[m] - d[l] + (e[l] / (g + (g >= 0 ? r : -r)));
        double s = 1, c = 1, p = 0;
        for (var i = m - 1; i >= l; i--)
        {
            var f = s * e[i];
            var b = c * e[i];
            r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            Rotate(q[i], q[i + 1], s, c);
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void Rotate(double[] low, double[] high, double s, double c)
    {
        var k = 0;
        for (; k <= low.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var x = new Vector<double>(low, k);
            var y = new Vector<double>(high, k);
            ((x * s) + (y * c)).CopyTo(high, k);
            ((x * c) - (y * s)).CopyTo(low, k);
        }

        for (; k < low.Length; k++)
        {
            var f = high[k];
            high[k] = (s * low[k]) + (c * f);
            low[k] = (c * low[k]) - (s * f);
        }
    }

    private static double Dot(double[] x, double[] y, int from, int to) =>
        System.Numerics.Tensors.TensorPrimitives.Dot<double>(x.AsSpan(from, to - from), y.AsSpan(from, to - from));
}
