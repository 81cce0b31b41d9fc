using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Search;

/// <summary>What serves the searches of one vector property: the graph, and the codes that filters are scored by.</summary>
/// <remarks>Codes are null beside a graph of single bits, which was chosen to be small: they would take eight times its memory.</remarks>
internal sealed record VectorGraph(UsearchIndex Index, VectorCodes? Codes) : IDisposable
{
    public VectorGraph(UsearchParameters parameters)
        : this(new UsearchIndex(parameters))
    {
    }

    public VectorGraph(UsearchIndex index)
        : this(index, VectorCodes.CanRank(index.Parameters.Metric) ? new VectorCodes(index.Parameters.Dimensions, index.Parameters.Metric) : null)
    {
    }

    public void Dispose() => Index.Dispose();
}
