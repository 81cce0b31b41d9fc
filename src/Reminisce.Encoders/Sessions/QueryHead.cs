namespace Reminisce.Encoders;

/// <summary>The loaded form of a <see cref="PackQueryHead"/>.</summary>
internal sealed record QueryHead(ExitLayer Exit, ScoreCalibration Calibration, GraphSession Graph);
