namespace Reminisce.Training.Algebra;

/// <summary>A dense matrix of 32-bit floats, row after row.</summary>
internal sealed class Matrix
{
    public Matrix(int rows, int columns)
        : this(rows, columns, new float[checked(rows * columns)])
    {
    }

    public Matrix(int rows, int columns, float[] data)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns != data.Length)
        {
            throw new ArgumentException($"A {rows} x {columns} matrix needs {(long)rows * columns} numbers, but {data.Length} were given.", nameof(data));
        }

        Rows = rows;
        Columns = columns;
        Data = data;
    }

    public int Rows { get; }

    public int Columns { get; }

    public float[] Data { get; }

    public float this[int row, int column]
    {
        get => Data[(row * Columns) + column];
        set => Data[(row * Columns) + column] = value;
    }

    public static Matrix Identity(int size)
    {
        var result = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            result[i, i] = 1;
        }

        return result;
    }

    /// <summary>Standard normal numbers from a seeded source (Box-Muller).</summary>
    public static Matrix Gaussian(int rows, int columns, Random random)
    {
        var result = new Matrix(rows, columns);
        for (var i = 0; i < result.Data.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            result.Data[i] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return result;
    }

    public Span<float> Row(int row) => Data.AsSpan(row * Columns, Columns);

    public Matrix Clone() => new(Rows, Columns, (float[])Data.Clone());

    public Matrix Transpose()
    {
        var result = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                result.Data[(j * Rows) + i] = Data[(i * Columns) + j];
            }
        }

        return result;
    }

    /// <summary>Copies some rows, in the order given.</summary>
    public Matrix SelectRows(ReadOnlySpan<int> rows)
    {
        var result = new Matrix(rows.Length, Columns);
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(result.Row(i));
        }

        return result;
    }

    /// <summary>Copies columns <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public Matrix SelectColumns(int from, int to)
    {
        var result = new Matrix(Rows, to - from);
        for (var i = 0; i < Rows; i++)
        {
            Row(i)[from..to].CopyTo(result.Row(i));
        }

        return result;
    }

    /// <summary>Puts matrices of equal height side by side.</summary>
    public static Matrix Concat(params Matrix[] parts)
    {
        var result = new Matrix(parts[0].Rows, parts.Sum(p => p.Columns));
        for (var i = 0; i < result.Rows; i++)
        {
            var offset = 0;
            foreach (var part in parts)
            {
                part.Row(i).CopyTo(result.Row(i)[offset..]);
                offset += part.Columns;
            }
        }

        return result;
    }

    /// <summary>Puts matrices of equal width one below the other.</summary>
    public static Matrix Stack(params Matrix[] parts)
    {
        var result = new Matrix(parts.Sum(p => p.Rows), parts[0].Columns);
        var offset = 0;
        foreach (var part in parts)
        {
            part.Data.CopyTo(result.Data.AsSpan(offset));
            offset += part.Data.Length;
        }

        return result;
    }
}
