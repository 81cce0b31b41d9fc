using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Heads;

/// <summary>Predicts from the superficial embedding which exit an item needs: random units, then multinomial logistic regression.</summary>
/// <param name="Units">Dimensions x units, drawn at random.</param>
/// <param name="UnitOffset">Offset of the units.</param>
/// <param name="Weights">Units x exits.</param>
/// <param name="Offset">Offset per exit.</param>
internal sealed record PredictorModel(Matrix Units, float[] UnitOffset, Matrix Weights, float[] Offset)
{
    private const int UnitCount = 128;
    private const int Steps = 400;
    private const double Decay = 2e-2;
    private const float Never = -20;

    /// <summary>Fits the predictor.</summary>
    /// <param name="embeddings">Superficial embeddings, one per row.</param>
    /// <param name="labels">Place of the exit each item needs.</param>
    /// <param name="exits">Number of exits.</param>
    /// <param name="random">Draws the units.</param>
    public static PredictorModel Fit(Matrix embeddings, int[] labels, int exits, Random random)
    {
        var units = Matrix.Gaussian(embeddings.Columns, UnitCount, random);
        var unitOffset = Matrix.Gaussian(1, UnitCount, random).Data;
        TensorPrimitives.Multiply(unitOffset, 0.3f, unitOffset);
        var features = Hidden(embeddings, units, unitOffset);
        var weights = new Matrix(UnitCount, exits);
        var offset = new float[exits];
        for (var exit = 0; exit < exits; exit++)
        {
            offset[exit] = MathF.Log((labels.Count(l => l == exit) + 1f) / (labels.Length + exits));
        }

        // The logistic loss is convex with curvature at most trace(X'X) / 2n: plain descent with that step converges.
        var curvature = features.Data.Sum(v => (double)v * v) / features.Rows;
        var step = (float)(1 / ((0.5 * curvature) + Decay));
        for (var i = 0; i < Steps; i++)
        {
            var error = Probabilities(features, weights, offset);
            for (var row = 0; row < error.Rows; row++)
            {
                error[row, labels[row]] -= 1;
            }

            var gradient = Products.TransposeMultiply(features, error);
            for (var k = 0; k < weights.Data.Length; k++)
            {
                weights.Data[k] -= step * ((gradient.Data[k] / error.Rows) + ((float)Decay * weights.Data[k]));
            }

            var mean = Moments.Mean(error);
            TensorPrimitives.MultiplyAdd(mean, -1f, offset, offset);
        }

        return new PredictorModel(units, unitOffset, weights, offset);
    }

    /// <summary>Predicts one exit for all items.</summary>
    /// <param name="dimensions">Dimensions of an embedding.</param>
    /// <param name="exit">The place of the exit.</param>
    /// <param name="exits">Number of exits.</param>
    public static PredictorModel Always(int dimensions, int exit, int exits) =>
        new(new Matrix(dimensions, 1), new float[1], new Matrix(1, exits), [.. Enumerable.Range(0, exits).Select(e => e == exit ? 0f : Never)]);

    /// <summary>Probability of each exit, one row per item.</summary>
    public Matrix Probabilities(Matrix embeddings) => Probabilities(Hidden(embeddings, Units, UnitOffset), Weights, Offset);

    /// <summary>Writes the predictor's graph.</summary>
    public byte[] Build(string name)
    {
        var graph = new GraphBuilder(name);
        var embedding = graph.Input("embedding", -1, Units.Rows);
        var hidden = graph.Node("Relu", [graph.Linear(embedding, Units, UnitOffset)]);
        graph.Output(graph.Linear(hidden, Weights, Offset), "logits", -1, Offset.Length);
        return graph.Build();
    }

    private static Matrix Hidden(Matrix embeddings, Matrix units, float[] unitOffset)
    {
        var hidden = new Ridge(units, unitOffset).Apply(embeddings);
        TensorPrimitives.Max(hidden.Data, 0f, hidden.Data);
        return hidden;
    }

    private static Matrix Probabilities(Matrix hidden, Matrix weights, float[] offset)
    {
        var result = new Ridge(weights, offset).Apply(hidden);
        for (var i = 0; i < result.Rows; i++)
        {
            TensorPrimitives.SoftMax(result.Row(i), result.Row(i));
        }

        return result;
    }
}
