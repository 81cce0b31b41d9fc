using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Heads;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Exits;

/// <summary>A head: standardised features through a linear map and, added to it, a small network with one inner layer; then length 1.</summary>
/// <remarks>It starts as a linear map in closed form, the network adding nothing; training moves both.</remarks>
/// <param name="Mean">Mean of each feature.</param>
/// <param name="Deviation">Deviation of each feature.</param>
/// <param name="Linear">Features x dimensions.</param>
/// <param name="Offset">Offset of the linear map.</param>
/// <param name="Inner">Features x inner units.</param>
/// <param name="InnerOffset">Offset of the inner units.</param>
/// <param name="Outer">Inner units x dimensions.</param>
internal sealed partial record ExitHead(float[] Mean, float[] Deviation, Matrix Linear, float[] Offset, Matrix Inner, float[] InnerOffset, Matrix Outer)
{
    public int Dimensions => Linear.Columns;

    /// <summary>A head that does what a linear one does.</summary>
    /// <param name="closed">The linear head, over features that are not standardised.</param>
    /// <param name="sample">Features, one row per item, that say what is standard.</param>
    /// <param name="units">Inner units.</param>
    /// <param name="random">Draws the inner units.</param>
    public static ExitHead From(Ridge closed, Matrix sample, int units, Random random)
    {
        var (mean, deviation) = Standard(sample);
        var linear = closed.Weights.Clone();
        for (var i = 0; i < linear.Rows; i++)
        {
            TensorPrimitives.Multiply(linear.Row(i), deviation[i], linear.Row(i));
        }

        var offset = Products.Multiply(new Matrix(1, mean.Length, mean), closed.Weights).Data;
        TensorPrimitives.Add(offset, closed.Offset, offset);

        // Trained numbers of every head then have one scale: an embedding is about 1 long before it is scaled.
        var typical = new Ridge(linear, offset).Apply(Standardize(sample, mean, deviation));
        var scale = (float)Math.Sqrt(typical.Rows / Math.Max(1e-12, TensorPrimitives.SumOfSquares<float>(typical.Data)));
        TensorPrimitives.Multiply(linear.Data, scale, linear.Data);
        TensorPrimitives.Multiply(offset, scale, offset);
        var inner = Matrix.Gaussian(mean.Length, units, random);
        TensorPrimitives.Divide(inner.Data, MathF.Sqrt(mean.Length), inner.Data);
        return new ExitHead(mean, deviation, linear, offset, inner, new float[units], new Matrix(units, closed.Weights.Columns));
    }

    /// <summary>Takes the mean off features and brings them to deviation 1.</summary>
    public Matrix Standardize(Matrix features) => Standardize(features, Mean, Deviation);

    /// <summary>Embeds features as the graph does, but for the rounding of its weights.</summary>
    public Matrix Embed(Matrix features)
    {
        var standard = Standardize(features);
        var inner = new Ridge(Inner, InnerOffset).Apply(standard);
        for (var i = 0; i < inner.Data.Length; i++)
        {
            inner.Data[i] = Gelu(inner.Data[i]);
        }

        var result = new Ridge(Linear, Offset).Apply(standard);
        TensorPrimitives.Add(result.Data, Products.Multiply(inner, Outer).Data, result.Data);
        Moments.NormalizeRows(result);
        return result;
    }

    /// <summary>Writes the head behind features in a graph that is shipped; standardising is folded into the weights.</summary>
    public string Write(NodeWriter write, string features)
    {
        var (linear, offset) = Fold(Linear, Offset);
        var (inner, innerOffset) = Fold(Inner, InnerOffset);
        var straight = Map(write, features, linear, offset);
        var bent = write.MatMul(write.Node("Gelu", [Map(write, features, inner, innerOffset)]), write.Halves(Outer.Data, Outer.Rows, Outer.Columns));
        var sum = write.Add(straight, bent);
        var squares = write.Node("ReduceSumSquare", [sum, write.Vector(-1)], GraphBuilder.Attribute("keepdims", 1));
        return write.Divide(sum, write.Node("Sqrt", [write.Add(squares, write.Scalar(1e-12f))]));
    }

    private static string Map(NodeWriter write, string features, Matrix weights, float[] offset) =>
        write.Add(write.MatMul(features, write.Halves(weights.Data, weights.Rows, weights.Columns)), write.Floats(offset, [offset.Length]));

    private (Matrix Weights, float[] Offset) Fold(Matrix weights, float[] offset)
    {
        var folded = weights.Clone();
        for (var i = 0; i < folded.Rows; i++)
        {
            TensorPrimitives.Divide(folded.Row(i), Deviation[i], folded.Row(i));
        }

        var moved = Products.Multiply(new Matrix(1, Mean.Length, Mean), folded).Data;
        TensorPrimitives.Subtract(offset, moved, moved);
        return (folded, moved);
    }

    private static (float[] Mean, float[] Deviation) Standard(Matrix sample)
    {
        var mean = Moments.Mean(sample);

        // A feature that hardly varies would be blown up by what little it does.
        var deviation = Moments.Deviation(sample, mean);
        var least = 0.01f * MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(deviation) / deviation.Length);
        TensorPrimitives.Max(deviation, Math.Max(least, 1e-6f), deviation);
        return (mean, deviation);
    }

    private static Matrix Standardize(Matrix features, float[] mean, float[] deviation)
    {
        var result = Moments.Center(features, mean);
        for (var i = 0; i < result.Rows; i++)
        {
            TensorPrimitives.Divide(result.Row(i), deviation, result.Row(i));
        }

        return result;
    }

    // The error function by Abramowitz and Stegun 7.1.26; its error of 1.5e-7 is below that of 32-bit sums.
    private static float Gelu(float x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * z));
        var erf = 1 - (((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-z * z));
        return (float)(0.5 * x * (1 + (x < 0 ? -erf : erf)));
    }
}
