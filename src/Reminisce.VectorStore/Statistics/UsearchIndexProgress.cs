namespace Reminisce.VectorData;

/// <summary>How far the building of one graph has come.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Property">The vector property's storage name.</param>
/// <param name="Done">The vectors that are in the graph.</param>
/// <param name="Total">The vectors that there were when the building began.</param>
public sealed record UsearchIndexProgress(string Collection, string Property, long Done, long Total)
{
    /// <summary>Gets the part that is done, from 0 to 1.</summary>
    public double Fraction => Total <= 0 ? 1 : Math.Min(1, (double)Done / Total);
}
