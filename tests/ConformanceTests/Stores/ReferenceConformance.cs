using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class ReferenceCollectionManagementTests : CollectionManagementTests<ReferenceFixture>;

public sealed class ReferenceKeyTests : KeyTests<ReferenceFixture>;

public sealed class ReferenceCrudTests : CrudTests<ReferenceFixture>;

public sealed class ReferenceDynamicTests : DynamicTests<ReferenceFixture>;

public sealed class ReferenceDataTypeTests : DataTypeTests<ReferenceFixture>;

public sealed class ReferenceVectorTests : VectorTests<ReferenceFixture>;

public sealed class ReferenceDistanceFunctionTests : DistanceFunctionTests<ReferenceFixture>;

public sealed class ReferenceIndexKindTests : IndexKindTests<ReferenceFixture>;

public sealed class ReferenceSearchTests : SearchTests<ReferenceFixture>;

public sealed class ReferenceFilterTests : FilterTests<ReferenceFixture>;

public sealed class ReferenceFilterFuzzTests : FilterFuzzTests<ReferenceFixture>;

public sealed class ReferenceHybridSearchTests : HybridSearchTests<ReferenceFixture>;

public sealed class ReferenceWordFuzzTests : WordFuzzTests<ReferenceFixture>;

public sealed class ReferenceEmbeddingGenerationTests : EmbeddingGenerationTests<ReferenceFixture>;

public sealed class ReferenceBadInputTests : BadInputTests<ReferenceFixture>;

public sealed class ReferenceNameTests : NameTests<ReferenceFixture>;

public sealed class ReferenceChatHistoryMemoryTests : ChatHistoryMemoryTests<ReferenceFixture>;

public sealed class ReferenceContentTests : ContentTests<ReferenceFixture>;
