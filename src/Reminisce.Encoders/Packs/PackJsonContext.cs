using System.Text.Json.Serialization;

namespace Reminisce.Encoders;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PackManifest))]
[JsonSerializable(typeof(PackHeader))]
internal sealed partial class PackJsonContext : JsonSerializerContext;
