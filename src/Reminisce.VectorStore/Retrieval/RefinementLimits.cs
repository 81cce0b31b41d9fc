namespace Reminisce.VectorData;

/// <summary>From what items may be finished besides their activations, and what cuts that short; the default is from activations alone and to the end.</summary>
/// <param name="Stop">Who stops items on the way.</param>
/// <param name="Source">Where the content of items without an activation may still be.</param>
/// <param name="TimeLeft">The time left for encoding from content, if it is limited.</param>
internal readonly record struct RefinementLimits(StopInFlight? Stop = null, IContentSource? Source = null, Func<TimeSpan>? TimeLeft = null);
