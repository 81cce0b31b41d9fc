using System.Numerics.Tensors;

namespace Reminisce.Training.Learning.Optimization;

/// <summary>Adam with decoupled weight decay, over parameters that lie in one block of memory.</summary>
/// <remarks>Not thread-safe. Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", algorithm 2.</remarks>
internal sealed class AdamW
{
    // A block of each of the four arrays stays in the second-level cache.
    private const int Block = 8192;

    private readonly AdamWOptions _options;
    private readonly (int Start, int Length, bool Decays)[] _ranges;
    private readonly float[] _scratch = new float[Block];

    /// <summary>Makes an optimizer.</summary>
    /// <param name="ranges">Number of parameters of each weight, in order, and whether it decays.</param>
    /// <param name="options">Settings.</param>
    public AdamW(IEnumerable<(int Length, bool Decays)> ranges, AdamWOptions options)
    {
        _options = options;
        var start = 0;
        var list = new List<(int, int, bool)>();
        foreach (var (length, decays) in ranges)
        {
            list.Add((start, length, decays));
            start += length;
        }

        _ranges = [.. list];
        Mean = new float[start];
        Square = new float[start];
    }

    /// <summary>Running means of the gradients.</summary>
    public float[] Mean { get; }

    /// <summary>Running means of the squared gradients.</summary>
    public float[] Square { get; }

    /// <summary>Moves the parameters one step against the gradients.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">Their gradients; overwritten.</param>
    /// <param name="step">Number of this step, from 1; it corrects the means' start at 0.</param>
    /// <param name="rate">Learning rate of this step.</param>
    public void Step(Span<float> values, Span<float> gradients, long step, float rate)
    {
        if (values.Length != Mean.Length || gradients.Length != Mean.Length)
        {
            throw new ArgumentException($"The optimizer was made for {Mean.Length} parameters; {values.Length} values and {gradients.Length} gradients were given.", nameof(values));
        }

        var correction1 = 1 - Math.Pow(_options.Beta1, step);
        var correction2 = 1 - Math.Pow(_options.Beta2, step);
        var stride = (float)(rate * Math.Sqrt(correction2) / correction1);
        var epsilon = (float)(_options.Epsilon * Math.Sqrt(correction2));
        foreach (var (start, length, decays) in _ranges)
        {
            for (var at = start; at < start + length; at += Block)
            {
                var count = Math.Min(Block, start + length - at);
                var kept = decays ? 1 - (rate * _options.WeightDecay) : 1;
                Update(values.Slice(at, count), gradients.Slice(at, count), Mean.AsSpan(at, count), Square.AsSpan(at, count), stride, epsilon, kept);
            }
        }
    }

    private void Update(Span<float> values, Span<float> gradients, Span<float> mean, Span<float> square, float stride, float epsilon, float kept)
    {
        var scratch = _scratch.AsSpan(0, values.Length);
        TensorPrimitives.Multiply(gradients, 1 - _options.Beta1, scratch);
        TensorPrimitives.MultiplyAdd(mean, _options.Beta1, scratch, mean);
        TensorPrimitives.Multiply(gradients, gradients, gradients);
        TensorPrimitives.Multiply(gradients, 1 - _options.Beta2, gradients);
        TensorPrimitives.MultiplyAdd(square, _options.Beta2, gradients, square);
        TensorPrimitives.Sqrt(square, scratch);
        TensorPrimitives.Add(scratch, epsilon, scratch);
        TensorPrimitives.Divide(mean, scratch, scratch);
        if (kept != 1)
        {
            TensorPrimitives.Multiply(values, kept, values);
        }

        TensorPrimitives.MultiplyAdd(scratch, -stride, values, values);
    }
}
