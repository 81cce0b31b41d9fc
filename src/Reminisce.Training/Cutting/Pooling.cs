using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Cutting;

/// <summary>Writes nodes that make one row of an item's tokens; operators are of the forms that every operator set since 12 has.</summary>
internal static class Pooling
{
    /// <summary>Adds the pooling of <c>[B,T,W]</c> to <c>[B,W]</c>.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="states">32-bit states.</param>
    /// <param name="kind">Which tokens count.</param>
    /// <param name="mask">The mask of real tokens, or <see langword="null"/> where all are.</param>
    public static string Add(NodeWriter write, string states, PoolingKind kind, string? mask)
    {
        switch (kind)
        {
            case PoolingKind.FirstToken:
                return Token(write, states, 0);
            case PoolingKind.LastToken when mask is null:
                return Token(write, states, -1);
            case PoolingKind.LastToken:
                return write.Node("GatherND", [states, LastToken(write, mask, [-1, 1])], GraphBuilder.Attribute("batch_dims", 1));
            case PoolingKind.Mean when mask is null:
                var columns = write.Node("GlobalAveragePool", [write.Transpose(states, 0, 2, 1)]);
                return write.Node("Flatten", [columns], GraphBuilder.Attribute("axis", 1));
            default:
                var weights = Cast(write, mask!, ElementSizes.Float);
                var row = write.Node("Reshape", [weights, write.Vector(0, 1, -1)]);
                var sum = write.Node("Flatten", [write.MatMul(row, states)], GraphBuilder.Attribute("axis", 1));
                return write.Divide(sum, write.Node("Reshape", [Count(write, weights), write.Vector(-1, 1)]));
        }
    }

    /// <summary>Adds the place of the last real token, in the given shape.</summary>
    public static string LastToken(NodeWriter write, string mask, long[] shape)
    {
        var count = Cast(write, Count(write, Cast(write, mask, ElementSizes.Float)), ElementSizes.Int64);
        return write.Subtract(write.Node("Reshape", [count, write.Vector(shape)]), write.Vector(1));
    }

    private static string Token(NodeWriter write, string states, long place) =>
        write.Node("Flatten", [write.Node("Gather", [states, write.Vector(place)], GraphBuilder.Attribute("axis", 1))], GraphBuilder.Attribute("axis", 1));

    // The square of a mask is its sum, and a product needs no axes, whose form changed between operator sets.
    private static string Count(NodeWriter write, string mask) =>
        write.MatMul(write.Node("Reshape", [mask, write.Vector(0, 1, -1)]), write.Node("Reshape", [mask, write.Vector(0, -1, 1)]));

    private static string Cast(NodeWriter write, string value, int type) => write.Node("Cast", [value], GraphBuilder.Attribute("to", type));
}
