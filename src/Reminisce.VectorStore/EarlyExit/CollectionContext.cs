using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Everything the parts of one collection share.</summary>
internal sealed record CollectionContext(
    EarlyExitSchema Schema,
    InnerCollection Inner,
    ActivationCache Activations,
    CollectionState State,
    CollectionRegistry Registry,
    WriteBackQueue WriteBackQueue,
    ReminisceVectorStoreOptions Options,
    ILogger Logger)
{
    public string Name => Inner.Name;

    public TimeProvider Time => Options.TimeProvider;
}
