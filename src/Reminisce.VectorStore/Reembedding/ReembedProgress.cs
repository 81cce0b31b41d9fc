namespace Reminisce.VectorData;

/// <summary>How far a collection has been embedded anew.</summary>
/// <param name="Done">Records looked at, those that an earlier run had embedded included.</param>
/// <param name="Total">Records there were when the call began.</param>
public sealed record ReembedProgress(long Done, long Total);
