namespace Reminisce.Training;

/// <summary>How far one step of a build has come.</summary>
/// <param name="Name">What is being done, for people.</param>
/// <param name="Fraction">Share of the step that is done, 0 to 1.</param>
public sealed record BuildStep(string Name, double Fraction);
