namespace Reminisce.Training.Gradients.Operators;

/// <summary>Derivatives of the Gaussian error linear unit.</summary>
internal static class GeluSlopes
{
    /// <summary>P(x) + x p(x), with the normal distribution P and its density p.</summary>
    public static string Exact(NodeWriter write, string x)
    {
        var erf = write.Node("Erf", [write.Multiply(x, MathF.Sqrt(0.5f))]);
        var distribution = write.Add(write.Multiply(erf, 0.5f), write.Scalar(0.5f));
        var exponent = write.Multiply(write.Multiply(x, x), -0.5f);
        var density = write.Multiply(write.Node("Exp", [exponent]), 1 / MathF.Sqrt(2 * MathF.PI));
        return write.Add(distribution, write.Multiply(x, density));
    }

    /// <summary>(1 + t) / 2 + x (1 - t^2) u' / 2 with t = tanh u, u = sqrt(2 / pi) (x + 0.044715 x^3).</summary>
    public static string Tanh(NodeWriter write, string x)
    {
        const float cubic = 0.044715f;
        var scale = MathF.Sqrt(2 / MathF.PI);
        var square = write.Multiply(x, x);
        var inner = write.Add(write.Multiply(square, cubic * scale), write.Scalar(scale));
        var tanh = write.Node("Tanh", [write.Multiply(x, inner)]);
        var innerSlope = write.Add(write.Multiply(square, 3 * cubic * scale), write.Scalar(scale));
        var bell = write.Subtract(write.Scalar(1), write.Multiply(tanh, tanh));
        var right = write.Multiply(write.Multiply(x, bell), innerSlope);
        return write.Multiply(write.Add(write.Add(tanh, right), write.Scalar(1)), 0.5f);
    }
}
