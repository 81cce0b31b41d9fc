using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>Two blocks of BERT or ViT in plain operators, as exporters write them, with a weighted sum of the states as the loss.</summary>
/// <param name="set">The operator set: 12 or 16. The same weights and data for either.</param>
internal sealed class PlainEncoder(int set)
{
    public const int Batch = 2;
    public const int Length = 5;
    private const int Width = 8;
    private const int HeadCount = 2;

    private readonly GradientCase _case = new(7);

    public ModelProto Model => _case.Model;

    public IReadOnlyList<string> Parameters => _case.Parameters;

    /// <summary>Token, type and position tables; post-norm blocks under a mask of padding.</summary>
    /// <returns>The loss.</returns>
    public string Bert()
    {
        foreach (var name in new[] { "ids", "types", "mask" })
        {
            Input(GraphInputs.Int64(name, Batch, Length));
        }

        var write = _case.Write;
        var wide = write.Node("Cast", [Unsqueeze(Unsqueeze("mask", 1), 2)], GraphBuilder.Attribute("to", 1));
        var bias = write.Multiply(write.Subtract(write.Scalar(1), wide), -10000);
        var sum = write.Add(write.Node("Gather", [_case.Parameter(9, Width), "ids"]), write.Node("Gather", [_case.Parameter(2, Width), "types"]));
        var hidden = Normalize(write.Add(sum, write.Node("Gather", [_case.Parameter(Length, Width), write.Integers([0, 1, 2, 3, 4], 1, Length)])));
        for (var i = 0; i < 2; i++)
        {
            var attended = Normalize(write.Add(Attention(hidden, bias), hidden));
            hidden = Normalize(write.Add(Mlp(attended), attended));
        }

        return Loss(hidden);
    }

    /// <summary>Patches by convolution, a first token, positions; pre-norm blocks.</summary>
    /// <returns>The loss.</returns>
    public string Vit()
    {
        var write = _case.Write;
        Input(GraphInputs.Float("pixels", Batch, 3, 8, 8));
        var patches = write.Node("Conv", ["pixels", _case.Parameter(Width, 3, 4, 4), _case.Parameter(Width)], GraphBuilder.Attribute("strides", [4, 4]));
        var tokens = write.Transpose(write.Node("Reshape", [patches, write.Vector(0, Width, 4)]), 0, 2, 1);
        var batch = write.Node("Slice", [write.Node("Shape", ["pixels"]), write.Vector(0), write.Vector(1)]);
        var first = write.Node("Expand", [_case.Parameter(1, 1, Width), write.Node("Concat", [batch, write.Vector(1, Width)], GraphBuilder.Attribute("axis", 0))]);
        var hidden = write.Add(write.Node("Concat", [first, tokens], GraphBuilder.Attribute("axis", 1)), _case.Parameter(1, Length, Width));
        for (var i = 0; i < 2; i++)
        {
            var attended = write.Add(hidden, Attention(Normalize(hidden), null));
            hidden = write.Add(attended, Mlp(Normalize(attended)));
        }

        return Loss(Normalize(hidden));
    }

    // An open batch, as exporters leave it: with a fixed one every product becomes a Gemm, which attention is not fused with.
    private void Input(ValueInfoProto declared)
    {
        declared.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "batch" };
        Model.Graph.Input.Add(declared);
    }

    private string Loss(string value)
    {
        Model.OpsetImport[0].Version = set;
        long[] shape = [Batch, Length, Width];
        var weighted = _case.Write.Multiply(value, _case.Write.Floats(_case.Numbers(shape), shape));
        var loss = _case.Write.Node("ReduceSum", [weighted], GraphBuilder.Attribute("keepdims", 0));
        Model.Graph.Output.Add(GraphInputs.Float(loss));
        return loss;
    }

    // Axes became an input in set 13.
    private string Unsqueeze(string value, long axis) => set < 13
        ? _case.Write.Node("Unsqueeze", [value], GraphBuilder.Attribute("axes", [axis]))
        : _case.Write.Node("Unsqueeze", [value, _case.Write.Vector(axis)]);

    private string Normalize(string value) =>
        _case.Write.Node("LayerNormalization", [value, _case.Parameter(Width), _case.Parameter(Width)], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("epsilon", 1e-5f));

    private string Linear(string value, int from, int to) => _case.Write.Add(_case.Write.MatMul(value, _case.Parameter(from, to)), _case.Parameter(to));

    private string Attention(string value, string? bias)
    {
        var write = _case.Write;
        string Part(params long[] order) => write.Transpose(write.Node("Reshape", [Linear(value, Width, Width), write.Vector(0, 0, HeadCount, Width / HeadCount)]), order);
        var scores = write.Divide(write.MatMul(Part(0, 2, 1, 3), Part(0, 2, 3, 1)), write.Scalar(MathF.Sqrt(Width / HeadCount)));
        scores = bias is null ? scores : write.Add(scores, bias);
        var mixed = write.MatMul(write.Node("Softmax", [scores], GraphBuilder.Attribute("axis", 3)), Part(0, 2, 1, 3));
        return Linear(write.Node("Reshape", [write.Transpose(mixed, 0, 2, 1, 3), write.Vector(0, 0, Width)]), Width, Width);
    }

    private string Mlp(string value)
    {
        var write = _case.Write;
        var wide = Linear(value, Width, 2 * Width);
        var erf = write.Add(write.Node("Erf", [write.Divide(wide, write.Scalar(MathF.Sqrt(2)))]), write.Scalar(1));
        return Linear(write.Multiply(write.Multiply(wide, erf), 0.5f), 2 * Width, Width);
    }
}
