namespace Reminisce.Evaluation;

/// <summary>A memory of a synthetic log.</summary>
/// <param name="FormedAt">When it was formed, in days.</param>
/// <param name="Uses">When it was used, in days, in order.</param>
/// <param name="Probes">Days on which it is asked whether it is needed, each with the true probability.</param>
internal sealed record AccessItem(double FormedAt, IReadOnlyList<double> Uses, IReadOnlyList<(double Day, double Truth)> Probes);
