namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>Which store lies below the store under test.</summary>
internal enum InnerKind
{
    Reference,
    Usearch,

    /// <summary>PostgreSQL with pgvector, by the sample's adapter; needs npm.</summary>
    Postgres,
}
