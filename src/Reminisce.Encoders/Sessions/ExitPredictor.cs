using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>Turns the predictor's logits into an exit.</summary>
/// <remarks>(Paper: data-aware pre-exit predictor. Clamping, the confidence floor and the answer to numbers that are not finite are this project's.)</remarks>
internal static class ExitPredictor
{
    /// <summary>Chooses the exit of one item.</summary>
    /// <param name="logits">One logit per exit, shallow to deep.</param>
    /// <param name="superficial">The exit already reached; none before it is chosen.</param>
    /// <param name="confidenceFloor">Probability below which the next deeper exit is taken.</param>
    /// <returns>The place of the exit among the tower's exits.</returns>
    public static int Choose(ReadOnlySpan<float> logits, int superficial, double confidenceFloor)
    {
        var last = logits.Length - 1;
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude(logits)))
        {
            return last;
        }

        var best = TensorPrimitives.IndexOfMax(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - logits[best]);
        }

        // Relative to its own logit the winner's share is 1 / sum.
        var exit = 1 / sum < confidenceFloor ? best + 1 : best;
        return Math.Clamp(exit, superficial, last);
    }

    /// <summary>Chooses the exit of one item by risk.</summary>
    /// <param name="logits">One logit per exit, shallow to deep.</param>
    /// <param name="superficial">The exit already reached; none before it is chosen.</param>
    /// <param name="coverage">Probability that no deeper exit is needed, at which the item stops.</param>
    /// <returns>The place of the exit among the tower's exits.</returns>
    public static int ChooseByRisk(ReadOnlySpan<float> logits, int superficial, double coverage)
    {
        var last = logits.Length - 1;
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude(logits)))
        {
            return last;
        }

        var largest = TensorPrimitives.Max(logits);
        var all = 0.0;
        foreach (var logit in logits)
        {
            all += Math.Exp(logit - largest);
        }

        var reached = 0.0;
        for (var exit = 0; exit < last; exit++)
        {
            reached += Math.Exp(logits[exit] - largest) / all;
            if (exit >= superficial && reached >= coverage)
            {
                return exit;
            }
        }

        return last;
    }
}
