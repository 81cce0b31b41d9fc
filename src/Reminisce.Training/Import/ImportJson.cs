using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Reminisce.Training.Import;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class ImportJson : JsonSerializerContext;
