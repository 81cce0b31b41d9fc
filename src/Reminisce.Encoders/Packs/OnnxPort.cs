namespace Reminisce.Encoders;

/// <summary>A declared input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">ONNX element type, 1 = float, 7 = int64; 0 when it is not a tensor.</param>
/// <param name="Shape">Dimensions, -1 where dynamic; <see langword="null"/> when no shape is declared.</param>
internal sealed record OnnxPort(string Name, int ElementType, IReadOnlyList<long>? Shape)
{
    public const int Float = 1;
    public const int Int64 = 7;

    public override string ToString()
    {
        var type = ElementType switch { Float => "float", Int64 => "int64", _ => $"type {ElementType}" };
        return Shape is null ? $"{type} '{Name}'" : $"{type} '{Name}' [{string.Join(", ", Shape.Select(d => d < 0 ? "?" : PackRules.Text(d)))}]";
    }
}
