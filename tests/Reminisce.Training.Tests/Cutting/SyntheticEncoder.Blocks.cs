using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Cutting;

internal sealed partial class SyntheticEncoder
{
    /// <summary>Normalise, attend, add; normalise, compute, add: ViT, CLIP, SigLIP.</summary>
    public string PreNormBlocks(string hidden, int count, string? bias = null)
    {
        for (var i = 0; i < count; i++)
        {
            var attended = Write.Add(hidden, Attention(Normalize(hidden), bias));
            hidden = Write.Add(attended, Mlp(Normalize(attended)));
        }

        return hidden;
    }

    /// <summary>Pre-norm blocks whose stream goes through 8 bits after every sum, as static quantisation writes it.</summary>
    public string QuantizedBlocks(string hidden, int count)
    {
        var (scale, zero) = (Write.Scalar(0.05f), Store(2, [(byte)128], []));
        string Through(string value) => Write.Node("DequantizeLinear", [Write.Node("QuantizeLinear", [value, scale, zero]), scale, zero]);
        hidden = Through(hidden);
        for (var i = 0; i < count; i++)
        {
            var attended = Through(Write.Add(hidden, Attention(Normalize(hidden), null)));
            hidden = Through(Write.Add(attended, Mlp(Normalize(attended))));
        }

        return hidden;
    }

    /// <summary>Attend, add, normalise; compute, add, normalise: BERT, RoBERTa.</summary>
    public string PostNormBlocks(string hidden, int count, string? bias = null)
    {
        for (var i = 0; i < count; i++)
        {
            var attended = Normalize(Write.Add(Attention(hidden, bias), hidden));
            hidden = Normalize(Write.Add(Mlp(attended), attended));
        }

        return hidden;
    }

    /// <summary>Pre-norm blocks as ONNX Runtime's optimiser fuses them: the sum and its normalised form come from one node.</summary>
    public string FusedPreNormBlocks(string hidden, int count, string lengths)
    {
        var normal = Normalize(hidden);
        for (var i = 0; i < count; i++)
        {
            var attention = Microsoft("Attention", [normal, Weight(Width, 3 * Width), Vector(3 * Width), lengths], 1, GraphBuilder.Attribute("num_heads", Heads))[0];
            var first = SkipNorm(Write.MatMul(attention, Weight(Width, Width)), hidden);
            var gelu = Microsoft("BiasGelu", [Write.MatMul(first[0], Weight(Width, 4 * Width)), Vector(4 * Width)], 1)[0];
            var second = SkipNorm(Write.MatMul(gelu, Weight(4 * Width, Width)), first[3]);
            (normal, hidden) = (second[0], second[3]);
        }

        return normal;
    }

    /// <summary>What is added to attention scores so that padding is not seen.</summary>
    public string MaskBias(string mask)
    {
        var wide = Write.Node("Unsqueeze", [Write.Node("Cast", [mask], GraphBuilder.Attribute("to", Type)), Write.Vector(1, 2)]);
        return Write.Multiply(Write.Subtract(Scalar(1), wide), Scalar(-10000));
    }

    /// <summary>What is added so that a token sees none behind it, made from the length of the ids.</summary>
    public string CausalBias(string ids)
    {
        var length = Write.Node("Slice", [Write.Node("Shape", [ids]), Write.Vector(1), Write.Vector(2)]);
        var square = Write.Node("ConstantOfShape", [Write.Node("Concat", [length, length], GraphBuilder.Attribute("axis", 0))], Fill(-10000f));
        var bias = Write.Node("Trilu", [square, Write.Integers([1])], GraphBuilder.Attribute("upper", 1));
        return Type == 1 ? bias : Write.Node("Cast", [bias], GraphBuilder.Attribute("to", Type));
    }

    public string Attention(string value, string? bias)
    {
        var inner = Width / Heads;
        // The way exporters reshape: batch and tokens are taken from the value at run time.
        var shape = Write.Node("Shape", [value]);
        string Axis(long at) => Write.Node("Gather", [shape, Write.Vector(at)], GraphBuilder.Attribute("axis", 0));
        var split = Write.Node("Concat", [Axis(0), Axis(1), Write.Vector(Heads), Write.Vector(inner)], GraphBuilder.Attribute("axis", 0));
        var joined = Write.Node("Concat", [Axis(0), Axis(1), Write.Vector(Width)], GraphBuilder.Attribute("axis", 0));
        string Part(params long[] order) => Write.Transpose(Write.Node("Reshape", [Linear(value, Width, Width), split]), order);
        var scores = Write.Multiply(Write.MatMul(Part(0, 2, 1, 3), Part(0, 2, 3, 1)), Scalar(1 / MathF.Sqrt(inner)));
        scores = bias is null ? scores : Write.Add(scores, bias);
        var mixed = Write.MatMul(Write.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1)), Part(0, 2, 1, 3));
        return Linear(Write.Node("Reshape", [Write.Transpose(mixed, 0, 2, 1, 3), joined]), Width, Width);
    }

    private string Mlp(string value)
    {
        var wide = Linear(value, Width, 4 * Width);
        var gate = Write.Node("Sigmoid", [Write.Multiply(wide, Scalar(1.702f))]);
        return Linear(Write.Multiply(wide, gate), 4 * Width, Width);
    }

    private string[] SkipNorm(string value, string skip, bool sum = true)
    {
        var names = Microsoft("SkipLayerNormalization", [value, skip, Vector(Width, around: 1), Vector(Width), Vector(Width)], sum ? 4 : 1, GraphBuilder.Attribute("epsilon", 1e-5f));
        if (sum)
        {
            var outputs = Model.Graph.Node[^1].Output;
            (outputs[1], outputs[2]) = ("", "");
        }

        return names;
    }

    private string[] Microsoft(string operation, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        var names = Write.Nodes(operation, inputs, outputs, attributes);
        Model.Graph.Node[^1].Domain = "com.microsoft";
        return names;
    }

    private static AttributeProto Fill(float value) => new()
    {
        Name = "value",
        Type = AttributeProto.Types.AttributeType.Tensor,
        T = new TensorProto { Dims = { 1 }, DataType = 1, FloatData = { value } },
    };
}
