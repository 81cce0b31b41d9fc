namespace Reminisce.Memory;

/// <summary>What a sensory buffer did since it was made.</summary>
/// <param name="Offered">Impressions that came.</param>
/// <param name="Taken">Impressions that went on.</param>
/// <param name="RepeatedTexts">Let go because they read like one shortly before.</param>
/// <param name="RepeatedPictures">Let go because they look like one shortly before.</param>
/// <param name="Displaced">Let go because the buffer was full: the oldest, or the one that came.</param>
/// <param name="Empty">Refused because there was nothing in them.</param>
public sealed record SensoryCounts(long Offered, long Taken, long RepeatedTexts, long RepeatedPictures, long Displaced, long Empty);
