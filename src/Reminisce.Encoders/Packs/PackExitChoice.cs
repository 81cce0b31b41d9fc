namespace Reminisce.Encoders;

/// <summary>How far an item runs: to the first exit at which it is likely enough to have gone far enough.</summary>
/// <remarks>Immutable. (Source of the rule: CALM, thresholds on held-out data for a stated risk.)</remarks>
/// <param name="Coverage">Probability, 0 to 1, that no deeper exit is needed, at which an item stops.</param>
/// <param name="Risk">Share of the full depth's recall at ten that may be lost by searches that finish their best candidates, for which <paramref name="Coverage"/> was chosen.</param>
/// <param name="Top">An exit is enough for an item when its fine embedding finds it there among the first so many.</param>
/// <param name="Curve">What was measured on items held out, from the shallowest choice to the deepest.</param>
public sealed record PackExitChoice(double Coverage, double Risk, int Top, IReadOnlyList<PackExitChoicePoint> Curve);
