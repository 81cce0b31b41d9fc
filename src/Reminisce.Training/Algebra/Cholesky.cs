using System.Numerics.Tensors;

namespace Reminisce.Training.Algebra;

/// <summary>The factor <c>L</c> of a symmetric positive definite matrix <c>A = L L'</c>, in double precision.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _rows;

    private Cholesky(double[][] rows) => _rows = rows;

    /// <summary>Factors a matrix after adding a ridge to its diagonal.</summary>
    /// <exception cref="InvalidOperationException">The matrix is not positive definite.</exception>
    public static Cholesky Factor(Matrix matrix, double ridge = 0)
    {
        var n = matrix.Rows;
        var l = new double[n][];
        for (var i = 0; i < n; i++)
        {
            l[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                l[i][j] = matrix[i, j];
            }

            l[i][i] += ridge;
        }

        // Left-looking by blocks of columns: the rows of one block stay in the cache while all rows below use them.
        const int block = 64;
        for (var from = 0; from < n; from += block)
        {
            var to = Math.Min(n, from + block);
            for (var j = from; j < to; j++)
            {
                Eliminate(l, j, from, j + 1);
            }

            var first = from;
            Parallel.For(to, n, i => Eliminate(l, i, first, Math.Min(n, first + block)));
        }

        return new Cholesky(l);
    }

    /// <summary>Solves <c>A X = B</c>.</summary>
    public Matrix Solve(Matrix b) => SolveTransposed(SolveLower(b));

    /// <summary>Solves <c>L X = B</c>.</summary>
    public Matrix SolveLower(Matrix b) => ByColumn(b, x =>
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] - TensorPrimitives.Dot<double>(_rows[i].AsSpan(0, i), x.AsSpan(0, i))) / _rows[i][i];
        }
    });

    /// <summary>Solves <c>L' X = B</c>.</summary>
    public Matrix SolveTransposed(Matrix b) => ByColumn(b, x =>
    {
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= _rows[i][i];
            var head = x.AsSpan(0, i);
            TensorPrimitives.MultiplyAdd(_rows[i].AsSpan(0, i), -x[i], head, head);
        }
    });

    private static void Eliminate(double[][] l, int row, int from, int to)
    {
        var target = l[row];
        for (var j = from; j < Math.Min(to, row + 1); j++)
        {
            var sum = target[j] - TensorPrimitives.Dot<double>(target.AsSpan(0, j), l[j].AsSpan(0, j));
            if (j == row)
            {
                if (!(sum > 0))
                {
                    throw new InvalidOperationException($"The {l.Length} x {l.Length} matrix is not positive definite (pivot {row} is {sum}); use a larger ridge.");
                }

                target[j] = Math.Sqrt(sum);
            }
            else
            {
                target[j] = sum / l[j][j];
            }
        }
    }

    private Matrix ByColumn(Matrix b, Action<double[]> solve)
    {
        if (b.Rows != _rows.Length)
        {
            throw new ArgumentException($"The right side has {b.Rows} rows, but the matrix has {_rows.Length}.", nameof(b));
        }

        var result = new Matrix(b.Rows, b.Columns);
        Parallel.For(0, b.Columns, column =>
        {
            var x = new double[b.Rows];
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = b[i, column];
            }

            solve(x);
            for (var i = 0; i < x.Length; i++)
            {
                result[i, column] = (float)x[i];
            }
        });
        return result;
    }
}
