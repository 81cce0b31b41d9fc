namespace Reminisce.Training.Gradients.Operators;

/// <summary>Brings the gradient of a reduction back to the shape of what was reduced.</summary>
internal static class Reduction
{
    /// <summary>The value with the reduced axes put back at length 1.</summary>
    public static string Kept(GradientContext context, string value)
    {
        var shape = context.InputShape(0).ToArray();
        foreach (var axis in context.Axes())
        {
            shape[axis] = 1;
        }

        return context.Write.Reshape(value, shape);
    }

    /// <summary>The value repeated along the reduced axes.</summary>
    public static string Spread(GradientContext context, string value) =>
        context.Write.Node("Expand", [value, context.Write.Vector(context.InputShape(0))]);
}
