using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>Turns values of an application's own types into content that an encoder takes.</summary>
/// <remarks>
/// A vector store asks the embedding generator of a property for it, by <c>GetService(typeof(IContentConverter))</c>. Implementations are safe
/// for concurrent calls and always make the same content of the same value: by its hash it is known whether a stored embedding still fits.
/// </remarks>
public interface IContentConverter
{
    /// <summary>Tells whether values of a type can be turned into content.</summary>
    /// <param name="type">The type of a property or of a value.</param>
    /// <returns>Whether they can.</returns>
    bool CanConvert(Type type);

    /// <summary>Turns a value into content.</summary>
    /// <param name="value">A value of a type for which <see cref="CanConvert"/> says yes.</param>
    /// <returns>A <see cref="TextContent"/> or a <see cref="DataContent"/>; <see langword="null"/> when there is nothing to embed in it.</returns>
    AIContent? Convert(object value);
}
