namespace Reminisce.Training.Learning.Layers;

/// <summary>First numbers of weights.</summary>
internal static class Initial
{
    public static Func<Random, float[]> Constant(int count, float value) => _ =>
    {
        var values = new float[count];
        values.AsSpan().Fill(value);
        return values;
    };

    /// <summary>Normally distributed numbers, cut at two deviations.</summary>
    public static Func<Random, float[]> Normal(int count, float deviation) => random =>
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            double normal;
            do
            {
                normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }
            while (Math.Abs(normal) > 2);
            values[i] = (float)(normal * deviation);
        }

        return values;
    };
}
