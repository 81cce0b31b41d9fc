namespace Reminisce.VectorData;

/// <summary>What embedding a collection anew did.</summary>
/// <param name="Embedded">Records embedded by this call, changed ones again.</param>
/// <param name="Kept">Records that an earlier call, which was stopped, had embedded already.</param>
/// <param name="WithoutContent">Records kept without a vector, because their content could not be had or not be encoded.</param>
public sealed record ReembedReport(long Embedded, long Kept, long WithoutContent);
