namespace Reminisce.VectorData;

/// <summary>An item to finish: which, made from what, and where it stopped.</summary>
internal readonly record struct RefinementRequest(object Key, EncodingStamp? Stamp, ExitLayer Exit);
