namespace Reminisce.VectorData;

/// <summary>Names and defaults of the coarse-to-fine store.</summary>
internal static class ReminisceConstants
{
    public const string SystemName = "reminisce";

    /// <summary>The inner collection that says with which encoders the others were made.</summary>
    public const string RegistryCollection = "reminisce_collections";

    /// <summary>The paper's pool size.</summary>
    public const int Candidates = 10;

    public const int RecentlyRefined = 1024;

    public const int WriteBackQueue = 256;

    /// <summary>Of all queries asked lately together: some hundred queries, a few megabytes.</summary>
    public const int AnsweredCandidates = 16_384;
}
