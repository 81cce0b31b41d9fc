using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Cutting;

/// <summary>A length that was seen in both runs of a probe, as a product of the batch, the tokens and a constant.</summary>
internal readonly record struct Length(long Factor, bool TimesBatch, bool TimesTokens)
{
    /// <summary>Explains two sightings, or gives <see langword="null"/> where neither batch nor tokens explain them.</summary>
    public static Length? Explain(long small, long large, long smallTokens, long largeTokens)
    {
        if (small == large)
        {
            return new Length(small, false, false);
        }

        foreach (var (batch, tokens) in new[] { (true, false), (false, true), (true, true) })
        {
            var first = (batch ? TowerSizing.SmallBatch : 1) * (tokens ? smallTokens : 1);
            var second = (batch ? TowerSizing.LargeBatch : 1) * (tokens ? largeTokens : 1);
            if (first > 0 && second > 0 && small % first == 0 && large % second == 0 && small / first == large / second)
            {
                return new Length(small / first, batch, tokens);
            }
        }

        return null;
    }

    /// <summary>Writes nodes that compute it from the shape of the hidden states, as a vector with one number.</summary>
    public string Write(NodeWriter write, string hiddenShape)
    {
        string Axis(int axis) => write.Node("Gather", [hiddenShape, write.Vector(axis)], GraphBuilder.Attribute("axis", 0));
        string? product = null;
        void Multiply(string factor) => product = product is null ? factor : write.Multiply(product, factor);
        if (TimesBatch)
        {
            Multiply(Axis(0));
        }

        if (TimesTokens)
        {
            Multiply(Axis(1));
        }

        if (product is null || Factor != 1)
        {
            Multiply(write.Vector(Factor));
        }

        return product!;
    }
}
