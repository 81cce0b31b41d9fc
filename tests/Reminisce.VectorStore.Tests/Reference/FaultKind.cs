namespace Reminisce.VectorData.Tests.Reference;

/// <summary>How a store fails.</summary>
internal enum FaultKind
{
    Throws,
    TimesOut,

    /// <summary>Throws what also says that a call was a mistake, as a closed connection does.</summary>
    IsBroken,

    /// <summary>Acknowledges writes and loses them.</summary>
    LosesWrites,
}
