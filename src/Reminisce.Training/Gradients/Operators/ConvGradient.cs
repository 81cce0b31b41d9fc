using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Operators;

/// <summary>Convolution over two axes without groups: dX by transposed convolution, dW by a convolution of X with dY.</summary>
internal sealed class ConvGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Conv"];

    public void Append(GradientContext context)
    {
        var x = context.InputShape(0);
        var w = context.InputShape(1);
        if (x.Length != 4 || context.Integer("group", 1) != 1 || context.Text("auto_pad", "NOTSET") != "NOTSET")
        {
            throw new NotSupportedException($"Conv '{context.Node.Name}' must have two spatial axes, one group and explicit pads to have a gradient.");
        }

        if (context.Wants(0))
        {
            context.Give(0, Input(context, x, w));
        }

        if (context.Wants(1))
        {
            context.Give(1, Weights(context, w));
        }

        if (context.Wants(2))
        {
            context.Give(2, context.Write.ReduceSum(context.Gradient, [0, 2, 3], keepAxes: false));
        }
    }

    private static string Input(GradientContext context, long[] x, long[] w)
    {
        var (strides, dilations, pads) = Geometry(context);
        var y = context.OutputShape();
        var missing = new long[2];
        for (var i = 0; i < 2; i++)
        {
            missing[i] = x[i + 2] - (((y[i + 2] - 1) * strides[i]) + ((w[i + 2] - 1) * dilations[i]) + 1 - pads[i] - pads[i + 2]);
        }

        return context.Write.Node(
            "ConvTranspose",
            [context.Gradient, context.Input(1)],
            GraphBuilder.Attribute("strides", strides),
            GraphBuilder.Attribute("dilations", dilations),
            GraphBuilder.Attribute("pads", pads),
            GraphBuilder.Attribute("output_padding", missing));
    }

    // The batch becomes the channels: each weight sums over all items and places, with strides and dilations in each other's role.
    private static string Weights(GradientContext context, long[] w)
    {
        var (strides, dilations, pads) = Geometry(context);
        var write = context.Write;
        var product = write.Node(
            "Conv",
            [write.Transpose(context.Input(0), 1, 0, 2, 3), write.Transpose(context.Gradient, 1, 0, 2, 3)],
            GraphBuilder.Attribute("strides", dilations),
            GraphBuilder.Attribute("dilations", strides),
            GraphBuilder.Attribute("pads", pads));
        var kernel = write.Node("Slice", [product, write.Vector(0, 0), write.Vector(w[2], w[3]), write.Vector(2, 3)]);
        return write.Transpose(kernel, 1, 0, 2, 3);
    }

    private static (long[] Strides, long[] Dilations, long[] Pads) Geometry(GradientContext context) =>
        (context.IntegerList("strides") ?? [1, 1], context.IntegerList("dilations") ?? [1, 1], context.IntegerList("pads") ?? [0, 0, 0, 0]);
}
