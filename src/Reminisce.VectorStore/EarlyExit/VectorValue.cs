using Microsoft.Extensions.AI;

namespace Reminisce.VectorData;

/// <summary>Reads a vector in whichever of its .NET forms a store returns it.</summary>
internal static class VectorValue
{
    public static ReadOnlyMemory<float>? Read(object? value) => value switch
    {
        // Without the type, null would become an empty vector: an array converts to memory, and null to an array.
        null => (ReadOnlyMemory<float>?)null,
        ReadOnlyMemory<float> memory => memory,
        float[] array => array,
        Embedding<float> embedding => embedding.Vector,
        _ => throw new InvalidOperationException(
            $"The inner store returned a vector of type '{value.GetType().Name}'; expected ReadOnlyMemory<float>, float[] or Embedding<float>."),
    };
}
