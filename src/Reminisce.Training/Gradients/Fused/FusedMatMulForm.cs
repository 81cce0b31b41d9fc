namespace Reminisce.Training.Gradients.Fused;

/// <summary>A scaled product of values that are read with axes exchanged.</summary>
internal sealed class FusedMatMulForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.FusedMatMul", "com.microsoft.TransposeMatMul"];

    public void Append(FusedNode node)
    {
        var product = node.Write.MatMul(Read(node, 0, 'A'), Read(node, 1, 'B'));
        node.Give(0, node.Write.Multiply(product, node.Number("alpha", 1)));
    }

    // The first axis may be stored before those of the batch; the last two may be exchanged on top of that.
    private static string Read(FusedNode node, int input, char side)
    {
        var rank = node.InputShape(input).Length;
        var order = Enumerable.Range(0, rank).Select(i => (long)i).ToList();
        if (rank > 2 && node.Integer($"transBatch{side}", 0) == 1)
        {
            order.RemoveAt(0);
            order.Insert(rank - 2, 0);
        }

        if (rank > 1 && node.Integer($"trans{side}", 0) == 1)
        {
            (order[^2], order[^1]) = (order[^1], order[^2]);
        }

        return node.Write.Transpose(node.Input(input), [.. order]);
    }
}
