namespace Reminisce.Evaluation;

/// <summary>Turns a score into a probability: <c>1 / (1 + exp(-(a + b x)))</c>, fitted to the least log loss.</summary>
internal sealed record LogisticFit(double Intercept, double Slope)
{
    private const int MaximumSteps = 50;
    private const double Ridge = 1e-9;

    public double Probability(double score) => 1 / (1 + Math.Exp(-(Intercept + (Slope * score))));

    /// <summary>Fits by Newton's method; the loss is convex, and a step that does not lessen it is halved.</summary>
    public static LogisticFit Of(double[] scores, bool[] outcomes)
    {
        var fit = new LogisticFit(Math.Log((outcomes.Count(o => o) + 0.5) / (outcomes.Count(o => !o) + 0.5)), 0);
        var loss = fit.LogLoss(scores, outcomes);
        for (var step = 0; step < MaximumSteps; step++)
        {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, Ridge, 0.0, Ridge);
            for (var i = 0; i < scores.Length; i++)
            {
                var p = fit.Probability(scores[i]);
                var (error, weight) = (p - (outcomes[i] ? 1 : 0), p * (1 - p));
                g0 += error;
                g1 += error * scores[i];
                h00 += weight;
                h01 += weight * scores[i];
                h11 += weight * scores[i] * scores[i];
            }

            var determinant = (h00 * h11) - (h01 * h01);
            if (Math.Abs(determinant) < 1e-12)
            {
                return fit;
            }

            var (d0, d1) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            var next = fit;
            var better = loss;
            for (var share = 1.0; share > 1e-4; share /= 2)
            {
                next = new LogisticFit(fit.Intercept - (share * d0), fit.Slope - (share * d1));
                better = next.LogLoss(scores, outcomes);
                if (better < loss)
                {
                    break;
                }
            }

            if (loss - better < 1e-10)
            {
                return fit;
            }

            (fit, loss) = (next, better);
        }

        return fit;
    }

    /// <summary>Measures the mean log loss in nats; lower is better.</summary>
    public double LogLoss(double[] scores, bool[] outcomes)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += Loss(Probability(scores[i]), outcomes[i]);
        }

        return sum / scores.Length;
    }

    public static double Loss(double probability, bool outcome) =>
        -Math.Log(Math.Clamp(outcome ? probability : 1 - probability, 1e-12, 1));
}
