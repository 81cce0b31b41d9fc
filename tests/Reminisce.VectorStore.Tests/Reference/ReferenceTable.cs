namespace Reminisce.VectorData.Tests.Reference;

/// <summary>The rows of a collection.</summary>
internal sealed class ReferenceTable
{
    public Lock Lock { get; } = new();

    public Dictionary<object, Dictionary<string, object?>> Rows { get; } = [];
}
